/** Amounts of statements, in minor units. */
import { atLeast } from '../../domain/contracts/cells.ts';
import { isCurrency, parseAmount } from '../../domain/money.ts';
import type { BankFaultCode } from './faults.ts';
import type { XmlElement } from './xml.ts';

/** An amount of a message. */
export interface Amount {
  /** Minor units. */
  minor: bigint;
  currency: string;
}

/** A decimal of XML as `parseAmount` reads it: without plus, with a digit before the point, no point at the end. */
function plainDecimal(text: string): string {
  return text
    .replace(/^\+/, '')
    .replace(/^(-?)\./, '$10.')
    .replace(/\.$/, '');
}

/** The amount of an element; `least` is 0n or 1n. */
export function amountOf({ text, currency }: XmlElement, least: bigint): Amount | BankFaultCode {
  if (currency === null || !isCurrency(currency)) return 'unknown-currency';
  const minor = atLeast(parseAmount(plainDecimal(text), currency), least);
  return typeof minor === 'bigint' ? { minor, currency } : minor;
}

/** A sum of a message: it has no currency of its own, and may have more zeros behind the point than its account's. */
export function sumOf(text: string, currency: string): bigint | BankFaultCode {
  const plain = plainDecimal(text);
  return atLeast(parseAmount(plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain, currency), 0n);
}
