/** Figures about numbers. */

/** Standard errors to each side of a figure that hold the true figure in 95 % of samples, by the normal distribution. */
export const NORMAL_95 = 1.959964;

/** 0 for no numbers. */
export const mean = (numbers: readonly number[]): number =>
  numbers.length === 0 ? 0 : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** Sum of squared distances from the mean, over n - 1; 0 for fewer than two numbers. */
export function variance(numbers: readonly number[]): number {
  if (numbers.length < 2) return 0;
  const middle = mean(numbers);
  return numbers.reduce((sum, number) => sum + (number - middle) ** 2, 0) / (numbers.length - 1);
}
