/**
 * Area codes of the United States: the state and the zones in which their numbers were first given out, general
 * knowledge of 2026. A number travels with its owner, so its zones are asked beside those of the address, never instead.
 */
import type { Zone } from '../../time.ts';

interface Area {
  /** Suffix of ISO 3166-2: a state, the District of Columbia or a territory. */
  readonly region: string;
  /** All zones that the area code spans, the more populous first. */
  readonly zones: readonly Zone[];
}

const EASTERN = 'America/New_York';
const CENTRAL = 'America/Chicago';
const MOUNTAIN = 'America/Denver';
const ARIZONA = 'America/Phoenix';
const PACIFIC = 'America/Los_Angeles';
const ALASKA = 'America/Anchorage';
const ALEUTIANS = 'America/Adak';
const HAWAII = 'Pacific/Honolulu';
const ATLANTIC = 'America/Puerto_Rico';
const CHAMORRO = 'Pacific/Guam';
const SAMOA = 'Pacific/Pago_Pago';

/** A region, all zones that the area codes span with the more populous first, and the codes. */
type Row = readonly [region: string, zones: readonly Zone[], codes: string];

export const AREA_CODES: readonly Row[] = [
  ['AL', [CENTRAL], '205 251 256 334 483 659 938'],
  ['AK', [ALASKA, ALEUTIANS], '907'],
  ['AZ', [ARIZONA], '480 520 602 623'],
  ['AZ', [ARIZONA, MOUNTAIN], '928'],
  ['AR', [CENTRAL], '327 479 501 870'],
  ['CA', [PACIFIC], '209 213 279 310 323 341 350 357 369 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669'],
  ['CA', [PACIFIC], '707 714 738 747 760 805 818 820 831 837 840 858 909 916 925 949 951'],
  ['CO', [MOUNTAIN], '303 719 720 748 970 983'],
  ['CT', [EASTERN], '203 475 860 959'],
  ['DC', [EASTERN], '202 771'],
  ['DE', [EASTERN], '302'],
  ['FL', [EASTERN], '239 305 321 324 352 386 407 561 645 656 689 727 728 754 772 786 813 863 904 941 954'],
  ['FL', [CENTRAL, EASTERN], '448 850'],
  ['GA', [EASTERN], '229 404 470 478 678 706 762 770 912 943'],
  ['HI', [HAWAII], '808'],
  ['ID', [MOUNTAIN, PACIFIC], '208 986'],
  ['IL', [CENTRAL], '217 224 309 312 331 447 464 618 630 708 730 773 779 815 847 861 872'],
  ['IN', [EASTERN], '260 317 463 765'],
  ['IN', [CENTRAL, EASTERN], '219'],
  ['IN', [EASTERN, CENTRAL], '574 812 930'],
  ['IA', [CENTRAL], '319 515 563 641 712'],
  ['KS', [CENTRAL], '316 913'],
  ['KS', [CENTRAL, MOUNTAIN], '620 785'],
  ['KY', [EASTERN], '502 859'],
  ['KY', [CENTRAL, EASTERN], '270 364'],
  ['KY', [EASTERN, CENTRAL], '606'],
  ['LA', [CENTRAL], '225 318 337 457 504 985'],
  ['ME', [EASTERN], '207'],
  ['MD', [EASTERN], '227 240 301 410 443 667'],
  ['MA', [EASTERN], '339 351 413 508 617 774 781 857 978'],
  ['MI', [EASTERN], '231 248 269 313 517 586 616 679 734 810 947 989'],
  ['MI', [EASTERN, CENTRAL], '906'],
  ['MN', [CENTRAL], '218 320 507 612 651 763 924 952'],
  ['MS', [CENTRAL], '228 471 601 662 769'],
  ['MO', [CENTRAL], '235 314 417 557 573 636 660 816 975'],
  ['MT', [MOUNTAIN], '406'],
  ['NE', [CENTRAL], '402 531'],
  ['NE', [CENTRAL, MOUNTAIN], '308'],
  ['NV', [PACIFIC], '702 725'],
  ['NV', [PACIFIC, MOUNTAIN], '775'],
  ['NH', [EASTERN], '603'],
  ['NJ', [EASTERN], '201 551 609 640 732 848 856 862 908 973'],
  ['NM', [MOUNTAIN], '505 575'],
  ['NY', [EASTERN], '212 315 329 332 347 363 516 518 585 607 624 631 646 680 716 718 838 845 914 917 929 934'],
  ['NC', [EASTERN], '252 336 472 704 743 828 910 919 980 984'],
  ['ND', [CENTRAL, MOUNTAIN], '701'],
  ['OH', [EASTERN], '216 220 234 283 326 330 380 419 436 440 513 567 614 740 937'],
  ['OK', [CENTRAL], '405 539 572 580 918'],
  ['OR', [PACIFIC], '503 971'],
  ['OR', [PACIFIC, MOUNTAIN], '458 541'],
  ['PA', [EASTERN], '215 223 267 272 412 445 484 570 582 610 717 724 814 835 878'],
  ['RI', [EASTERN], '401'],
  ['SC', [EASTERN], '803 821 839 843 854 864'],
  ['SD', [CENTRAL, MOUNTAIN], '605'],
  ['TN', [CENTRAL], '615 629 731 901 931'],
  ['TN', [EASTERN], '865'],
  ['TN', [EASTERN, CENTRAL], '423 729'],
  [
    'TX',
    [CENTRAL],
    '210 214 254 281 325 346 361 409 430 432 469 512 621 682 713 726 737 806 817 830 832 903 936 940 945',
  ],
  ['TX', [CENTRAL], '956 972 979'],
  ['TX', [MOUNTAIN], '915'],
  ['UT', [MOUNTAIN], '385 435 801'],
  ['VT', [EASTERN], '802'],
  ['VA', [EASTERN], '276 434 540 571 686 703 757 804 826 948'],
  ['WA', [PACIFIC], '206 253 360 425 509 564'],
  ['WV', [EASTERN], '304 681'],
  ['WI', [CENTRAL], '262 274 353 414 534 608 715 920'],
  ['WY', [MOUNTAIN], '307'],
  ['PR', [ATLANTIC], '787 939'],
  ['VI', [ATLANTIC], '340'],
  ['GU', [CHAMORRO], '671'],
  ['MP', [CHAMORRO], '670'],
  ['AS', [SAMOA], '684'],
];

const AREAS: ReadonlyMap<string, Area> = new Map(
  AREA_CODES.flatMap(([region, zones, codes]) => codes.split(' ').map((code) => [code, { region, zones }] as const)),
);

/** Country code 1 and an area code; what follows does not matter. */
const AREA = /^\+1([2-9]\d\d)/;

/** The area of a number in E.164 form or of its beginning; null for a foreign, toll-free or unknown one. */
export function areaOf(number: string): Area | null {
  const code = AREA.exec(number)?.[1];
  return code === undefined ? null : (AREAS.get(code) ?? null);
}
