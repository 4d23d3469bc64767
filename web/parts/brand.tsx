/** The name with its bell, swung out as it rings. */
export function Brand() {
  return (
    <span class="brand">
      <svg class="brand-bell" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <g transform="rotate(13 16 16)">
          <path
            class="brand-body"
            d="M14.2 5.4a1.8 1.8 0 1 1 3.6 0v.6c3.3.8 5.3 3.6 5.5 7.5.2 4.1 1 6 2.8 7.6.8.7.4 2.1-.8 2.1h-18.6c-1.2 0-1.6-1.4-.8-2.1 1.8-1.6 2.6-3.5 2.8-7.6.2-3.9 2.2-6.7 5.5-7.5z"
          />
          <path class="brand-clapper" d="M12.8 24.8h6.4a3.2 3.2 0 0 1-6.4 0z" />
          <path class="brand-sound" d="M4.6 12.6a11.6 11.6 0 0 1 3.6-7.2M27.4 12.6a11.6 11.6 0 0 0-3.6-7.2" />
        </g>
      </svg>
      Tocsin
    </span>
  );
}
