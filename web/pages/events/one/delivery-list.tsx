import type { EventDetail } from '../../../api/shapes.ts';
import { Card } from '../../../parts/card.tsx';
import { Empty } from '../../../parts/list/empty.tsx';
import { DeliveryItem } from '../../deliveries/delivery-item.tsx';

export interface DeliveryListProps {
  readonly event: EventDetail;
  /** A delivery was begun anew: what is shown is old. */
  readonly onChanged: () => void;
}

/** Every way that the event took. */
export function DeliveryList({ event, onChanged }: DeliveryListProps) {
  const { deliveries } = event;
  return (
    <Card title="Deliveries">
      {deliveries.length === 0 ? (
        <Empty title="No trigger took this event.">
          <p>
            <a href="/triggers">Triggers</a> say which events they take; <a href="/explain">Explain</a> tells why a line
            goes where it goes.
          </p>
        </Empty>
      ) : (
        <ul class="deliveries">
          {deliveries.map((delivery) => (
            <DeliveryItem key={delivery.id} delivery={delivery} onChanged={onChanged} />
          ))}
        </ul>
      )}
    </Card>
  );
}
