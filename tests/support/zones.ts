/** Forty zones from UTC-11 to UTC+14, with half and quarter hours, and changes of clock on both halves of the earth. */
export const ZONES = (
  'Pacific/Pago_Pago Pacific/Honolulu Pacific/Marquesas America/Anchorage America/Los_Angeles America/Phoenix ' +
  'America/Denver America/Chicago America/Mexico_City America/New_York America/Bogota America/Caracas ' +
  'America/Santiago America/Asuncion America/St_Johns America/Sao_Paulo America/Noronha Atlantic/Azores ' +
  'Atlantic/Reykjavik Europe/London Africa/Casablanca Europe/Berlin Africa/Cairo Europe/Moscow Asia/Beirut ' +
  'Asia/Tehran Asia/Dubai Asia/Kabul Asia/Karachi Asia/Kolkata Asia/Kathmandu Asia/Yangon Asia/Bangkok ' +
  'Asia/Taipei Asia/Tokyo Australia/Adelaide Australia/Lord_Howe Pacific/Auckland Pacific/Chatham Pacific/Kiritimati'
).split(' ');
