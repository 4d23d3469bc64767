// What a label says that is yes or no: as in YAML, where people write what they would have written in a compose file.

export const saysNo = (value: string | undefined): boolean => /^(?:false|no|off|0)$/i.test(value?.trim() ?? '');
export const saysYes = (value: string | undefined): boolean => /^(?:true|yes|on|1)$/i.test(value?.trim() ?? '');
