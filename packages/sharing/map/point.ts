/** A point on the earth, WGS 84, degrees. */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

const RADIANS = Math.PI / 180;

/** How far apart two points are along the great circle, in degrees of arc. */
export function arcBetween(one: Point, other: Point): number {
  const [a, b] = [one.latitude * RADIANS, other.latitude * RADIANS];
  const across = ((one.longitude - other.longitude) * RADIANS) / 2;
  const chord = Math.sin((a - b) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(across) ** 2;
  return (2 * Math.asin(Math.min(1, Math.sqrt(chord)))) / RADIANS;
}

/** Whether both numbers are on the earth: what a stranger signed may be anything. */
export function isOnEarth({ latitude, longitude }: Point): boolean {
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
}
