-- Generated from db/migrations; do not edit. npx tsx db/write-schema.ts writes it anew.

create table accepted_elsewhere (
  hash text not null,
  lane text not null,
  key text not null,
  at timestamp with time zone not null,
  constraint accepted_elsewhere_pkey PRIMARY KEY (hash)
);

create table account (
  id uuid not null,
  creditor_id uuid not null,
  number text not null,
  product text not null,
  currency text not null,
  contract_date date not null,
  credit_limit bigint,
  balance bigint not null,
  opening_overdue bigint not null,
  bureau_consent boolean not null,
  has_statement boolean default true not null,
  payment_reference text not null,
  as_of date not null,
  row_hash text not null,
  reached_stage text,
  notified_on date,
  last_payment_on date,
  last_payment bigint,
  closed_at timestamp with time zone,
  closed_reason text,
  stage text default 'new'::text not null,
  health text default 'waiting'::text not null,
  facts_version bigint default 1 not null,
  evaluated_version bigint default 0 not null,
  evaluated_at timestamp with time zone,
  evaluation_number bigint default 0 not null,
  next_evaluation_at timestamp with time zone,
  stale_since timestamp with time zone,
  started_at timestamp with time zone,
  nudged_at timestamp with time zone,
  opening jsonb not null,
  row_as_of date not null,
  received bigint default 0 not null,
  held_because text,
  held_until timestamp with time zone,
  held_since timestamp with time zone,
  grace_days integer,
  disbursed bigint,
  origination_channel text,
  origination_band text,
  original_creditor text,
  present_creditor text,
  reached_as_of date,
  last_payment_as_of date,
  over boolean default false not null,
  told_wakes_at timestamp with time zone,
  told_stage text,
  told_health text,
  told_over boolean,
  alive_at timestamp with time zone,
  last_contact_on date,
  owner_changed_at timestamp with time zone,
  strategy text,
  segment text,
  segment_since date,
  withheld boolean default false not null,
  strategy_move uuid,
  constraint account_grace_days_check CHECK (((grace_days >= 0) AND (grace_days <= 60))),
  constraint account_health_check CHECK ((health = ANY (ARRAY['waiting'::text, 'ok'::text, 'blocked'::text, 'held'::text, 'done'::text]))),
  constraint account_product_check CHECK ((product ~ '^[a-z][a-z0-9-]{1,30}$'::text)),
  constraint account_stage_check CHECK ((stage ~ '^[a-z][a-z0-9-]*$'::text)),
  constraint account_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint account_strategy_fkey FOREIGN KEY (strategy) REFERENCES strategy_version(id),
  constraint account_strategy_move_fkey FOREIGN KEY (strategy_move) REFERENCES strategy_move(id),
  constraint account_pkey PRIMARY KEY (id),
  constraint account_creditor_id_number_key UNIQUE (creditor_id, number)
) with (
  autovacuum_analyze_scale_factor = 0.02,
  autovacuum_analyze_threshold = 500,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_threshold = 500,
  fillfactor = 80
);
CREATE INDEX account_by_alive ON public.account USING btree (alive_at) WHERE ((told_over = false) AND (told_wakes_at IS NULL));
CREATE INDEX account_by_next_evaluation ON public.account USING btree (next_evaluation_at) WHERE (next_evaluation_at IS NOT NULL);
CREATE INDEX account_by_strategy_move ON public.account USING btree (strategy_move, id) WHERE (strategy_move IS NOT NULL);
CREATE INDEX account_by_told_wake ON public.account USING btree (told_wakes_at) WHERE (told_wakes_at IS NOT NULL);
CREATE INDEX account_held_long ON public.account USING btree (held_until) WHERE ((held_until IS NOT NULL) AND (closed_at IS NULL));
CREATE INDEX account_loop_behind ON public.account USING btree (((told_over IS NULL)), nudged_at NULLS FIRST) WHERE ((started_at IS NOT NULL) AND ((told_over IS DISTINCT FROM over) OR (told_stage IS DISTINCT FROM stage) OR (told_health IS DISTINCT FROM health) OR ((next_evaluation_at IS NOT NULL) AND ((told_wakes_at IS NULL) OR (next_evaluation_at < told_wakes_at)))));
CREATE INDEX account_not_started ON public.account USING btree (next_evaluation_at) WHERE ((started_at IS NULL) AND (closed_at IS NULL));
CREATE INDEX account_stale ON public.account USING btree (id) WHERE (evaluated_version < facts_version);
CREATE INDEX account_started_by_next_evaluation ON public.account USING btree (next_evaluation_at) WHERE ((started_at IS NOT NULL) OR (closed_at IS NOT NULL));

create table account_feature (
  creditor_id uuid not null,
  account_id uuid not null,
  name text not null,
  as_of date not null,
  value text not null,
  constraint account_feature_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint account_feature_pkey PRIMARY KEY (account_id, name, as_of)
);

create table account_person (
  creditor_id uuid not null,
  account_id uuid not null,
  person_id uuid not null,
  role text default 'debtor'::text not null,
  liability text default 'full'::text not null,
  liability_share integer,
  liability_cap bigint,
  constraint account_person_liability_check CHECK ((liability = ANY (ARRAY['full'::text, 'none'::text, 'share'::text, 'cap'::text]))),
  constraint account_person_liability_figures CHECK ((((liability = 'share'::text) = (liability_share IS NOT NULL)) AND ((liability = 'cap'::text) = (liability_cap IS NOT NULL)))),
  constraint account_person_role_check CHECK ((role = ANY (ARRAY['debtor'::text, 'joint-debtor'::text, 'guarantor'::text, 'executor'::text]))),
  constraint account_person_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint account_person_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint account_person_pkey PRIMARY KEY (account_id, person_id)
);
CREATE INDEX account_of_person ON public.account_person USING btree (person_id);

create table account_score (
  account_id uuid not null,
  creditor_id uuid not null,
  model jsonb,
  model_digest text,
  features_as_of date,
  ability_points integer,
  willingness_points integer,
  probability double precision,
  score jsonb,
  held jsonb,
  ability text default 'unknown'::text not null,
  willingness text default 'unknown'::text not null,
  because jsonb,
  scored_at timestamp with time zone,
  again_at timestamp with time zone,
  changed_at timestamp with time zone,
  taken_until timestamp with time zone,
  constraint account_score_ability_check CHECK ((ability = ANY (ARRAY['high'::text, 'middle'::text, 'low'::text, 'unknown'::text]))),
  constraint account_score_willingness_check CHECK ((willingness = ANY (ARRAY['high'::text, 'middle'::text, 'low'::text, 'unknown'::text]))),
  constraint account_score_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint account_score_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint account_score_pkey PRIMARY KEY (account_id)
);
CREATE INDEX account_score_again ON public.account_score USING btree (again_at) WHERE (changed_at IS NULL);
CREATE INDEX account_score_changed ON public.account_score USING btree (changed_at) WHERE (changed_at IS NOT NULL);
CREATE INDEX account_score_model ON public.account_score USING btree (model_digest) WHERE (changed_at IS NULL);

create table agency_breach (
  id uuid not null,
  creditor_id uuid not null,
  account_id uuid not null,
  agency text not null,
  fact_id uuid,
  reservation_id uuid,
  channel text not null,
  at timestamp with time zone not null,
  reasons jsonb not null,
  found_at timestamp with time zone not null,
  constraint agency_breach_check CHECK (((fact_id IS NULL) <> (reservation_id IS NULL))),
  constraint agency_breach_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint agency_breach_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint agency_breach_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES fact(id),
  constraint agency_breach_reservation_id_fkey FOREIGN KEY (reservation_id) REFERENCES contact_reservation(id),
  constraint agency_breach_pkey PRIMARY KEY (id),
  constraint agency_breach_fact_id_key UNIQUE (fact_id),
  constraint agency_breach_reservation_id_key UNIQUE (reservation_id)
);
CREATE INDEX agency_breach_of_agency ON public.agency_breach USING btree (agency, at);

create table bank_allocation (
  line_id uuid not null,
  no integer not null,
  account_id uuid not null,
  minor bigint not null,
  payment_id uuid not null,
  ended_by uuid,
  constraint bank_allocation_minor_check CHECK ((minor > 0)),
  constraint bank_allocation_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint bank_allocation_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES fact(id),
  constraint bank_allocation_line_id_fkey FOREIGN KEY (line_id) REFERENCES bank_line(id),
  constraint bank_allocation_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES fact(id),
  constraint bank_allocation_pkey PRIMARY KEY (line_id, no)
);
CREATE INDEX bank_allocation_of_account ON public.bank_allocation USING btree (account_id);

create table bank_line (
  id uuid not null,
  no bigint generated always as identity not null,
  creditor_id uuid not null,
  bank_account text not null,
  key text not null,
  booking_key text not null,
  sha256 text not null,
  row integer not null,
  direction text not null,
  minor bigint not null,
  currency text not null,
  booked_on date not null,
  takes_back boolean not null,
  return_reason text,
  state text default 'new'::text not null,
  why text,
  candidates uuid[] default '{}'::uuid[] not null,
  task_id uuid,
  takes_back_line uuid,
  taken_at timestamp with time zone not null,
  recorded_at timestamp with time zone default clock_timestamp() not null,
  decided_by text,
  decided_at timestamp with time zone,
  reason text,
  payment text,
  debit text,
  constraint bank_line_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text]))),
  constraint bank_line_minor_check CHECK ((minor > 0)),
  constraint bank_line_state_check CHECK ((state = ANY (ARRAY['new'::text, 'matched'::text, 'review'::text, 'allocated'::text, 'set-aside'::text, 'returned'::text, 'split'::text, 'outgoing'::text]))),
  constraint bank_line_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint bank_line_takes_back_line_fkey FOREIGN KEY (takes_back_line) REFERENCES bank_line(id),
  constraint bank_line_task_id_fkey FOREIGN KEY (task_id) REFERENCES task(id),
  constraint bank_line_pkey PRIMARY KEY (id),
  constraint bank_line_creditor_id_bank_account_key_key UNIQUE (creditor_id, bank_account, key),
  constraint bank_line_no_key UNIQUE (no)
);
CREATE INDEX bank_line_booking ON public.bank_line USING btree (creditor_id, bank_account, booking_key);
CREATE INDEX bank_line_new ON public.bank_line USING btree (id) WHERE (state = 'new'::text);
CREATE INDEX bank_line_of_task ON public.bank_line USING btree (task_id) WHERE (task_id IS NOT NULL);
CREATE INDEX bank_line_payment ON public.bank_line USING btree (creditor_id, bank_account, payment) WHERE (payment IS NOT NULL);
CREATE INDEX bank_line_review ON public.bank_line USING btree (creditor_id, no) WHERE (state = 'review'::text);
CREATE INDEX bank_line_taken_back ON public.bank_line USING btree (takes_back_line) WHERE (takes_back_line IS NOT NULL);

create table bank_line_text (
  line_id uuid not null,
  counterparty text,
  body text not null,
  refs text[] not null,
  constraint bank_line_text_line_id_fkey FOREIGN KEY (line_id) REFERENCES bank_line(id),
  constraint bank_line_text_pkey PRIMARY KEY (line_id)
);
CREATE INDEX bank_line_text_refs ON public.bank_line_text USING gin (refs);

create table book_file (
  id uuid not null,
  creditor_id uuid not null,
  business_date date not null,
  sequence integer default 1 not null,
  asked_by text,
  opened_at timestamp with time zone default clock_timestamp() not null,
  call_from timestamp with time zone default clock_timestamp() not null,
  left_at timestamp with time zone,
  reference text,
  failure text,
  constraint book_file_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint book_file_pkey PRIMARY KEY (id),
  constraint book_file_creditor_id_business_date_key UNIQUE (creditor_id, business_date)
);
CREATE INDEX book_file_open ON public.book_file USING btree (opened_at) WHERE (left_at IS NULL);

create table book_instruction (
  id uuid not null,
  no bigint generated always as identity not null,
  creditor_id uuid not null,
  account_id uuid not null,
  key text not null,
  kind text not null,
  body jsonb not null,
  effective_on date not null,
  deadline date not null,
  state text default 'open'::text not null,
  instructed_at timestamp with time zone not null,
  instructed_by text,
  booked_on date,
  answered_at timestamp with time zone,
  reason text,
  file_id uuid,
  withdrawal_file_id uuid,
  tx xid8 default pg_current_xact_id() not null,
  withdrawn_tx xid8,
  constraint book_instruction_kind_check CHECK ((kind ~ '^[a-z][a-z-]*$'::text)),
  constraint book_instruction_state_check CHECK ((state = ANY (ARRAY['open'::text, 'confirmed'::text, 'rejected'::text, 'withdrawn'::text]))),
  constraint book_instruction_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint book_instruction_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint book_instruction_file_id_fkey FOREIGN KEY (file_id) REFERENCES book_file(id),
  constraint book_instruction_withdrawal_file_id_fkey FOREIGN KEY (withdrawal_file_id) REFERENCES book_file(id),
  constraint book_instruction_pkey PRIMARY KEY (id),
  constraint book_instruction_account_id_key_key UNIQUE (account_id, key),
  constraint book_instruction_no_key UNIQUE (no)
);
CREATE INDEX book_instruction_of_file ON public.book_instruction USING btree (file_id) WHERE (file_id IS NOT NULL);
CREATE INDEX book_instruction_taken_back_by ON public.book_instruction USING btree (withdrawal_file_id) WHERE (withdrawal_file_id IS NOT NULL);
CREATE INDEX book_instruction_told ON public.book_instruction USING btree (tx, no);
CREATE INDEX book_instruction_unanswered ON public.book_instruction USING btree (deadline) WHERE (state = ANY (ARRAY['open'::text, 'rejected'::text]));
CREATE INDEX book_instruction_unfiled ON public.book_instruction USING btree (creditor_id) WHERE (((file_id IS NULL) AND (state = 'open'::text)) OR ((withdrawn_tx IS NOT NULL) AND (file_id IS NOT NULL) AND (withdrawal_file_id IS NULL)));
CREATE INDEX book_instruction_withdrawn ON public.book_instruction USING btree (withdrawn_tx, no) WHERE (withdrawn_tx IS NOT NULL);

create table bureau_entry (
  id uuid not null,
  creditor_id uuid not null,
  account_id uuid not null,
  effect_id uuid not null,
  bureau text not null,
  month text not null,
  kind text not null,
  replaces uuid,
  body jsonb not null,
  state text default 'sent'::text not null,
  reason text,
  at timestamp with time zone not null,
  facts_version bigint,
  constraint bureau_entry_kind_check CHECK ((kind = ANY (ARRAY['record'::text, 'correction'::text, 'deletion'::text]))),
  constraint bureau_entry_month_check CHECK ((month ~ '^\d{4}-\d{2}$'::text)),
  constraint bureau_entry_state_check CHECK ((state = ANY (ARRAY['sent'::text, 'acknowledged'::text, 'rejected'::text]))),
  constraint bureau_entry_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint bureau_entry_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint bureau_entry_effect_id_fkey FOREIGN KEY (effect_id) REFERENCES effect(id),
  constraint bureau_entry_replaces_fkey FOREIGN KEY (replaces) REFERENCES bureau_entry(id),
  constraint bureau_entry_pkey PRIMARY KEY (id),
  constraint bureau_entry_creditor_id_account_id_month_kind_effect_id_key UNIQUE (creditor_id, account_id, month, kind, effect_id)
);
CREATE INDEX bureau_entry_of_account ON public.bureau_entry USING btree (account_id);

create table caller (
  id uuid not null,
  no bigint generated always as identity not null,
  found_by text not null,
  speaks_as text not null,
  person_ids uuid[] not null,
  asked text[] not null,
  answered text[] default '{}'::text[] not null,
  tries integer default 0 not null,
  state text default 'asked'::text not null,
  person_id uuid,
  opened_at timestamp with time zone not null,
  opened_by text not null,
  ended_at timestamp with time zone,
  ended_by text,
  constraint caller_found_by_check CHECK ((found_by = ANY (ARRAY['number'::text, 'reference'::text, 'name'::text]))),
  constraint caller_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'identified'::text, 'locked'::text]))),
  constraint caller_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint caller_pkey PRIMARY KEY (id),
  constraint caller_no_key UNIQUE (no)
);
CREATE INDEX caller_locked ON public.caller USING btree (ended_at) WHERE (state = 'locked'::text);

create table class_change (
  no bigint generated always as identity not null,
  account_id uuid not null,
  creditor_id uuid not null,
  at timestamp with time zone not null,
  ability_before text,
  willingness_before text,
  ability_after text not null,
  willingness_after text not null,
  because jsonb not null,
  model_digest text,
  constraint class_change_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint class_change_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint class_change_pkey PRIMARY KEY (no)
);
CREATE INDEX class_change_of_account ON public.class_change USING btree (account_id, no);

create table clock (
  singleton boolean default true not null,
  mode text default 'wall'::text not null,
  now_at timestamp with time zone default now() not null,
  run_to timestamp with time zone,
  speed integer default 86400 not null,
  updated_at timestamp with time zone default now() not null,
  constraint clock_mode_check CHECK ((mode = ANY (ARRAY['wall'::text, 'simulated'::text]))),
  constraint clock_singleton_check CHECK (singleton),
  constraint clock_pkey PRIMARY KEY (singleton)
);

create table conduct_pending (
  fact_id uuid not null,
  account_id uuid not null,
  constraint conduct_pending_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint conduct_pending_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES fact(id),
  constraint conduct_pending_pkey PRIMARY KEY (fact_id)
);

create table contact_file (
  id uuid not null,
  creditor_id uuid not null,
  agency text not null,
  kind text not null,
  business_date date not null,
  sequence integer not null,
  built_up_to uuid,
  built_at timestamp with time zone,
  left_at timestamp with time zone,
  given_up_at timestamp with time zone,
  opened_at timestamp with time zone default clock_timestamp() not null,
  call_from timestamp with time zone default clock_timestamp() not null,
  failure text,
  constraint contact_file_kind_check CHECK ((kind = ANY (ARRAY['permits'::text, 'stops'::text]))),
  constraint contact_file_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint contact_file_pkey PRIMARY KEY (id),
  constraint contact_file_creditor_id_agency_kind_business_date_sequence_key UNIQUE (creditor_id, agency, kind, business_date, sequence)
);
CREATE INDEX contact_file_open ON public.contact_file USING btree (opened_at) WHERE ((left_at IS NULL) AND (given_up_at IS NULL));

create table contact_point (
  id uuid not null,
  creditor_id uuid not null,
  person_id uuid not null,
  channel text not null,
  value text not null,
  value_key text not null,
  source text not null,
  invalid_since timestamp with time zone,
  book_at timestamp with time zone,
  told_at timestamp with time zone,
  disproved_at timestamp with time zone,
  verified_at timestamp with time zone,
  stopped_at timestamp with time zone,
  prefix text generated always as (
CASE
    WHEN ((channel = 'sms'::text) AND (value_key !~ '^\+1[0-9]{3}55501[0-9]{2}$'::text)) THEN "left"(value_key, 5)
    ELSE NULL::text
END) stored,
  constraint contact_point_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text]))),
  constraint contact_point_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint contact_point_pkey PRIMARY KEY (id),
  constraint contact_point_creditor_id_person_id_channel_value_key_key UNIQUE (creditor_id, person_id, channel, value_key)
);
CREATE INDEX contact_point_by_value ON public.contact_point USING btree (value_key);
CREATE INDEX contact_point_of_person ON public.contact_point USING btree (person_id);

create table contact_refusal (
  id uuid not null,
  creditor_id uuid not null,
  account_id uuid not null,
  person_id uuid not null,
  holder text not null,
  reference text not null,
  channel text not null,
  purpose text not null,
  point_id uuid,
  verdict text not null,
  reasons jsonb not null,
  until timestamp with time zone,
  facts_version bigint not null,
  asked_at timestamp with time zone not null,
  file_id uuid,
  constraint contact_refusal_verdict_check CHECK ((verdict = ANY (ARRAY['wait'::text, 'refuse'::text, 'blocked'::text]))),
  constraint contact_refusal_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint contact_refusal_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint contact_refusal_file_id_fkey FOREIGN KEY (file_id) REFERENCES contact_file(id),
  constraint contact_refusal_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint contact_refusal_point_id_fkey FOREIGN KEY (point_id) REFERENCES contact_point(id),
  constraint contact_refusal_pkey PRIMARY KEY (id)
) with (
  autovacuum_analyze_scale_factor = 0.02,
  autovacuum_analyze_threshold = 500,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_threshold = 500
);
CREATE INDEX contact_refusal_of_file ON public.contact_refusal USING btree (file_id) WHERE (file_id IS NOT NULL);
CREATE INDEX contact_refusal_of_person ON public.contact_refusal USING btree (person_id, asked_at);

create table contact_reservation (
  id uuid not null,
  creditor_id uuid not null,
  account_id uuid not null,
  person_id uuid not null,
  placement_id uuid,
  holder text not null,
  reference text not null,
  channel text not null,
  purpose text not null,
  point_id uuid,
  minutes integer not null,
  state text default 'reserved'::text not null,
  facts_version bigint not null,
  reserved_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  contacted_at timestamp with time zone,
  outcome text,
  reported_at timestamp with time zone,
  release_reason text,
  evidence text,
  fact_id uuid,
  file_id uuid,
  stopped_because text,
  stop_file_id uuid,
  constraint contact_reservation_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text, 'call'::text]))),
  constraint contact_reservation_check CHECK (((state = 'confirmed'::text) = (contacted_at IS NOT NULL))),
  constraint contact_reservation_check1 CHECK (((contacted_at IS NULL) = (outcome IS NULL))),
  constraint contact_reservation_check2 CHECK (((state <> 'released'::text) OR (release_reason IS NOT NULL))),
  constraint contact_reservation_minutes_check CHECK ((minutes > 0)),
  constraint contact_reservation_purpose_check CHECK ((purpose = ANY (ARRAY['demand'::text, 'notice'::text, 'receipt'::text]))),
  constraint contact_reservation_state_check CHECK ((state = ANY (ARRAY['reserved'::text, 'confirmed'::text, 'released'::text]))),
  constraint contact_reservation_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint contact_reservation_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint contact_reservation_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES fact(id),
  constraint contact_reservation_file_id_fkey FOREIGN KEY (file_id) REFERENCES contact_file(id),
  constraint contact_reservation_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint contact_reservation_placement_id_fkey FOREIGN KEY (placement_id) REFERENCES placement(id),
  constraint contact_reservation_point_id_fkey FOREIGN KEY (point_id) REFERENCES contact_point(id),
  constraint contact_reservation_stop_file_id_fkey FOREIGN KEY (stop_file_id) REFERENCES contact_file(id),
  constraint contact_reservation_pkey PRIMARY KEY (id),
  constraint contact_reservation_fact_id_key UNIQUE (fact_id),
  constraint contact_reservation_holder_reference_key UNIQUE (holder, reference)
) with (
  autovacuum_analyze_scale_factor = 0.02,
  autovacuum_analyze_threshold = 500,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_threshold = 500
);
CREATE INDEX contact_reservation_of_account ON public.contact_reservation USING btree (account_id);
CREATE INDEX contact_reservation_of_file ON public.contact_reservation USING btree (file_id) WHERE (file_id IS NOT NULL);
CREATE INDEX contact_reservation_of_person ON public.contact_reservation USING btree (person_id, COALESCE(contacted_at, reserved_at));
CREATE INDEX contact_reservation_of_stops ON public.contact_reservation USING btree (stop_file_id) WHERE (stop_file_id IS NOT NULL);
CREATE INDEX contact_reservation_permits ON public.contact_reservation USING btree (ends_at) WHERE ((file_id IS NOT NULL) AND (state = 'reserved'::text));

create table court_case (
  id uuid not null,
  creditor_id uuid not null,
  account_id uuid not null,
  effect_id uuid not null,
  state text not null,
  opened_at timestamp with time zone not null,
  approved_by text,
  folder text,
  court text,
  court_number text,
  ended_at timestamp with time zone,
  reason text,
  constraint court_case_state_check CHECK ((state = ANY (ARRAY['open'::text, 'folder-made'::text, 'filed'::text, 'not-filed'::text, 'withdrawn'::text]))),
  constraint court_case_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint court_case_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint court_case_effect_id_fkey FOREIGN KEY (effect_id) REFERENCES effect(id),
  constraint court_case_pkey PRIMARY KEY (id),
  constraint court_case_account_id_key UNIQUE (account_id)
);

create table creditor (
  id uuid not null,
  code text not null,
  name text not null,
  zone text not null,
  currency text not null,
  terms jsonb not null,
  constraint creditor_code_check CHECK ((code ~ '^[a-z][a-z0-9-]{1,30}$'::text)),
  constraint creditor_pkey PRIMARY KEY (id),
  constraint creditor_code_key UNIQUE (code)
);

create table cycle (
  id uuid not null,
  creditor_id uuid not null,
  kind text not null,
  recipient text not null,
  next_evaluation_at timestamp with time zone not null,
  evaluated_at timestamp with time zone,
  started_at timestamp with time zone,
  nudged_at timestamp with time zone,
  constraint cycle_kind_check CHECK ((kind = ANY (ARRAY['agency-day'::text, 'bureau-month'::text]))),
  constraint cycle_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint cycle_pkey PRIMARY KEY (id),
  constraint cycle_creditor_id_kind_recipient_key UNIQUE (creditor_id, kind, recipient)
);

create table debit (
  no bigint generated always as identity not null,
  creditor_id uuid not null,
  debit text not null,
  account_id uuid not null,
  fact_id uuid not null,
  constraint debit_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint debit_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint debit_fact_id_fkey FOREIGN KEY (fact_id) REFERENCES fact(id),
  constraint debit_pkey PRIMARY KEY (creditor_id, debit),
  constraint debit_no_key UNIQUE (no)
);

create table decision (
  id uuid not null,
  creditor_id uuid not null,
  account_id uuid not null,
  evaluation_number bigint not null,
  facts_version bigint not null,
  at timestamp with time zone not null,
  stage text not null,
  answer jsonb not null,
  constraint decision_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint decision_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint decision_pkey PRIMARY KEY (id)
);
CREATE INDEX decision_of_account ON public.decision USING btree (account_id, evaluation_number DESC);

create table dispatch (
  id uuid not null,
  creditor_id uuid not null,
  channel text not null,
  recipient text not null,
  key text not null,
  kind text not null,
  business_date date not null,
  sequence integer default 0 not null,
  result text,
  manifest jsonb,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  constraint dispatch_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint dispatch_pkey PRIMARY KEY (id),
  constraint dispatch_creditor_id_channel_recipient_kind_business_date_s_key UNIQUE (creditor_id, channel, recipient, kind, business_date, sequence, key)
) with (
  autovacuum_analyze_scale_factor = 0.02,
  autovacuum_analyze_threshold = 500,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_threshold = 500,
  fillfactor = 90
);
CREATE INDEX dispatch_by_key ON public.dispatch USING btree (key);

create table due (
  creditor_id uuid not null,
  account_id uuid not null,
  due_on date not null,
  minor bigint not null,
  disputed bigint default 0 not null,
  constraint due_minor_check CHECK ((minor > 0)),
  constraint due_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint due_pkey PRIMARY KEY (account_id, due_on)
);

create table due_component (
  creditor_id uuid not null,
  account_id uuid not null,
  due_on date not null,
  as_of date not null,
  principal bigint not null,
  interest bigint not null,
  fees bigint not null,
  costs bigint not null,
  constraint due_component_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint due_component_pkey PRIMARY KEY (account_id, due_on)
);

create table effect (
  id uuid not null,
  creditor_id uuid not null,
  account_id uuid not null,
  person_id uuid not null,
  episode integer not null,
  stage text not null,
  step text not null,
  occurrence integer not null,
  channel text not null,
  purpose text not null,
  recipient text,
  task text,
  state text default 'planned'::text not null,
  reason text,
  due_at timestamp with time zone not null,
  attempt integer default 0 not null,
  awaited boolean default false not null,
  held_by text[] default '{}'::text[] not null,
  planned_at timestamp with time zone default now() not null,
  queued_at timestamp with time zone,
  lease_token uuid,
  lease_until timestamp with time zone,
  calling_at timestamp with time zone,
  blocked_since timestamp with time zone,
  claimed_at timestamp with time zone,
  sent_at timestamp with time zone,
  delivered_at timestamp with time zone,
  bounced_at timestamp with time zone,
  done_at timestamp with time zone,
  settled_at timestamp with time zone,
  dispatch_id uuid,
  query_at timestamp with time zone,
  queries integer default 0 not null,
  path text[] default '{}'::text[] not null,
  when_sent text,
  job uuid,
  constraint effect_when_sent_check CHECK ((when_sent = ANY (ARRAY['open-placement'::text, 'recall-placement'::text, 'mark-folder-made'::text, 'acknowledge-complaint'::text]))),
  constraint effect_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint effect_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint effect_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint effect_pkey PRIMARY KEY (id),
  constraint effect_creditor_id_account_id_episode_stage_step_occurrence_key UNIQUE (creditor_id, account_id, episode, stage, step, occurrence)
) with (
  autovacuum_analyze_scale_factor = 0.02,
  autovacuum_analyze_threshold = 500,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_threshold = 500,
  fillfactor = 80
);
CREATE INDEX effect_claimed ON public.effect USING btree (lease_until) WHERE (state = 'claimed'::text);
CREATE INDEX effect_due ON public.effect USING btree (due_at) WHERE (state = ANY (ARRAY['planned'::text, 'deferred'::text]));
CREATE INDEX effect_due_of_lane ON public.effect USING btree (channel, due_at) WHERE (state = ANY (ARRAY['planned'::text, 'deferred'::text]));
CREATE INDEX effect_in_trouble ON public.effect USING btree (state) WHERE ((state = ANY (ARRAY['failed'::text, 'unknown'::text])) OR (blocked_since IS NOT NULL));
CREATE INDEX effect_of_account ON public.effect USING btree (account_id, episode);
CREATE INDEX effect_of_dispatch ON public.effect USING btree (dispatch_id) WHERE (dispatch_id IS NOT NULL);
CREATE INDEX effect_of_person ON public.effect USING btree (person_id, channel, state);
CREATE TRIGGER effect_begins BEFORE INSERT ON public.effect FOR EACH ROW EXECUTE FUNCTION record_path();
CREATE TRIGGER effect_moves BEFORE UPDATE OF state ON public.effect FOR EACH ROW WHEN ((old.state IS DISTINCT FROM new.state)) EXECUTE FUNCTION record_path();

create table episode (
  creditor_id uuid not null,
  account_id uuid not null,
  no integer not null,
  opened_on date not null,
  opened_version bigint not null,
  ended_at timestamp with time zone,
  cured_version bigint,
  stopped_in_flight integer default 0 not null,
  constraint episode_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint episode_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint episode_pkey PRIMARY KEY (account_id, no)
) with (
  autovacuum_analyze_scale_factor = 0.02,
  autovacuum_analyze_threshold = 500,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_threshold = 500
);

create table epoch (
  singleton boolean default true not null,
  id uuid default gen_random_uuid() not null,
  past text[] default '{}'::text[] not null,
  mark bigint default 0 not null,
  marked_at timestamp with time zone,
  system_id text,
  timeline text,
  closed_since timestamp with time zone,
  detected_by text,
  reason text,
  named text[] default '{}'::text[] not null,
  logs jsonb default '{}'::jsonb not null,
  released_at timestamp with time zone,
  released_by text,
  constraint epoch_detected_by_check CHECK ((detected_by = ANY (ARRAY['evaluation'::text, 'server'::text, 'mark'::text]))),
  constraint epoch_singleton_check CHECK (singleton),
  constraint epoch_pkey PRIMARY KEY (singleton)
);

create table event_inbox (
  source text not null,
  external_id text not null,
  body_hash text not null,
  answer jsonb not null,
  received_at timestamp with time zone default now() not null,
  constraint event_inbox_pkey PRIMARY KEY (source, external_id)
);

create table evidence (
  id uuid not null,
  creditor_id uuid,
  effect_id uuid,
  what text not null,
  body jsonb not null,
  at timestamp with time zone default now() not null,
  constraint evidence_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint evidence_effect_id_fkey FOREIGN KEY (effect_id) REFERENCES effect(id),
  constraint evidence_pkey PRIMARY KEY (id)
);

create table evidence_file (
  id uuid not null,
  creditor_id uuid not null,
  person_id uuid not null,
  of_fact uuid not null,
  kind text not null,
  size integer not null,
  sha256 text not null,
  added_at timestamp with time zone not null,
  added_by text not null,
  name text not null,
  body bytea not null,
  constraint evidence_file_kind_check CHECK ((kind = ANY (ARRAY['pdf'::text, 'jpeg'::text, 'png'::text, 'text'::text]))),
  constraint evidence_file_size_check CHECK ((size > 0)),
  constraint evidence_file_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint evidence_file_of_fact_fkey FOREIGN KEY (of_fact) REFERENCES fact(id),
  constraint evidence_file_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint evidence_file_pkey PRIMARY KEY (id),
  constraint evidence_file_of_fact_sha256_key UNIQUE (of_fact, sha256)
);
CREATE INDEX evidence_file_of_person ON public.evidence_file USING btree (person_id);

create table evidence_read (
  evidence_id uuid not null,
  at timestamp with time zone not null,
  by text not null,
  constraint evidence_read_evidence_id_fkey FOREIGN KEY (evidence_id) REFERENCES evidence_file(id)
);
CREATE INDEX evidence_read_of_file ON public.evidence_read USING btree (evidence_id);

create table experiment (
  name text not null,
  creditor_id uuid not null,
  plan jsonb not null,
  started_by text not null,
  started_at timestamp with time zone not null,
  stopped_by text,
  stopped_at timestamp with time zone,
  constraint experiment_check CHECK (((stopped_by IS NULL) = (stopped_at IS NULL))),
  constraint experiment_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint experiment_pkey PRIMARY KEY (name)
);
CREATE INDEX experiment_of_creditor ON public.experiment USING btree (creditor_id);

create table experiment_person (
  person_id uuid not null,
  creditor_id uuid not null,
  experiment text not null,
  arm text not null,
  entered_on date not null,
  constraint experiment_person_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint experiment_person_experiment_fkey FOREIGN KEY (experiment) REFERENCES experiment(name),
  constraint experiment_person_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint experiment_person_pkey PRIMARY KEY (person_id)
);
CREATE INDEX experiment_person_of_experiment ON public.experiment_person USING btree (experiment, entered_on);

create table fact (
  id uuid not null,
  creditor_id uuid not null,
  account_id uuid,
  person_id uuid,
  kind text not null,
  body jsonb not null,
  source text not null,
  external_id text,
  recorded_by text,
  occurred_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  version bigint,
  tx xid8 default pg_current_xact_id() not null,
  no bigint default nextval('event_order'::regclass) not null,
  constraint fact_check CHECK (((account_id IS NULL) <> (person_id IS NULL))),
  constraint fact_kind_check CHECK ((kind ~ '^[a-z][a-z-]*$'::text)),
  constraint fact_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint fact_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint fact_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint fact_pkey PRIMARY KEY (id)
);
CREATE INDEX fact_of_account ON public.fact USING btree (account_id, version) WHERE (account_id IS NOT NULL);
CREATE INDEX fact_of_person ON public.fact USING btree (person_id, recorded_at) WHERE (person_id IS NOT NULL);
CREATE UNIQUE INDEX fact_once ON public.fact USING btree (creditor_id, source, external_id, COALESCE(account_id, person_id)) WHERE (external_id IS NOT NULL);
CREATE INDEX fact_plans ON public.fact USING btree (account_id) WHERE (kind = 'plan-proposed'::text);

create table house_rules (
  version text not null,
  digest text not null,
  content jsonb not null,
  holds_from date not null,
  made_by text not null,
  made_at timestamp with time zone not null,
  approved_by text,
  published_at timestamp with time zone,
  revision integer,
  evaluated_up_to uuid,
  evaluated_at timestamp with time zone,
  constraint house_rules_check CHECK ((((revision IS NULL) = (approved_by IS NULL)) AND ((revision IS NULL) = (published_at IS NULL)))),
  constraint house_rules_pkey PRIMARY KEY (version),
  constraint house_rules_revision_key UNIQUE (revision)
);

create table idempotency (
  route text not null,
  key text not null,
  body_hash text not null,
  status integer not null,
  answer jsonb not null,
  at timestamp with time zone default now() not null,
  constraint idempotency_pkey PRIMARY KEY (route, key)
);

create table income_sheet (
  id uuid not null,
  creditor_id uuid not null,
  person_id uuid not null,
  filled_on date not null,
  told_by text not null,
  recorded_by text not null,
  at timestamp with time zone not null,
  v integer not null,
  body jsonb not null,
  constraint income_sheet_told_by_check CHECK ((told_by = ANY (ARRAY['person'::text, 'adviser'::text, 'letter'::text]))),
  constraint income_sheet_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint income_sheet_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint income_sheet_pkey PRIMARY KEY (id)
);
CREATE INDEX income_sheet_of_person ON public.income_sheet USING btree (person_id);

create table intake_file (
  id uuid not null,
  creditor_id uuid not null,
  kind text not null,
  sha256 text not null,
  sender text not null,
  business_date date,
  taken_at timestamp with time zone not null,
  state text not null,
  reason text,
  counts jsonb default '{}'::jsonb not null,
  released_by text,
  constraint intake_file_kind_check CHECK ((kind = ANY (ARRAY['book'::text, 'parties'::text, 'features'::text, 'agency-return'::text, 'contact-return'::text, 'bureau-answer'::text, 'bank-statement'::text]))),
  constraint intake_file_state_check CHECK ((state = ANY (ARRAY['taken'::text, 'refused'::text]))),
  constraint intake_file_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint intake_file_pkey PRIMARY KEY (id),
  constraint intake_file_creditor_id_kind_sha256_key UNIQUE (creditor_id, kind, sha256)
);

create table lane (
  name text not null,
  closed_since timestamp with time zone,
  reason text,
  paused_until timestamp with time zone,
  troubles integer default 0 not null,
  constraint lane_pkey PRIMARY KEY (name)
);

create table law_pack (
  name text not null,
  version text not null,
  digest text not null,
  content jsonb not null,
  first_used_at timestamp with time zone default now() not null,
  constraint law_pack_pkey PRIMARY KEY (name, version)
);

create table message_body (
  dispatch_id uuid not null,
  creditor_id uuid not null,
  person_id uuid not null,
  to_value text not null,
  to_key text not null,
  subject text,
  body text not null,
  constraint message_body_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint message_body_dispatch_id_fkey FOREIGN KEY (dispatch_id) REFERENCES dispatch(id),
  constraint message_body_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint message_body_pkey PRIMARY KEY (dispatch_id)
);

create table migration (
  name text not null,
  run_at timestamp with time zone default now() not null,
  constraint migration_pkey PRIMARY KEY (name)
);

create table payment_notice (
  id uuid not null,
  no bigint generated always as identity not null,
  creditor_id uuid not null,
  provider text not null,
  event text not null,
  sha256 text not null,
  kind text not null,
  payment text not null,
  minor bigint not null,
  currency text not null,
  debit text,
  failure text,
  happened_at timestamp with time zone not null,
  line_id uuid,
  taken_at timestamp with time zone not null,
  recorded_at timestamp with time zone default clock_timestamp() not null,
  constraint payment_notice_check CHECK (((kind = 'failed'::text) = (line_id IS NULL))),
  constraint payment_notice_kind_check CHECK ((kind = ANY (ARRAY['paid'::text, 'failed'::text, 'refunded'::text, 'charged-back'::text]))),
  constraint payment_notice_minor_check CHECK ((minor > 0)),
  constraint payment_notice_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint payment_notice_line_id_fkey FOREIGN KEY (line_id) REFERENCES bank_line(id),
  constraint payment_notice_pkey PRIMARY KEY (id),
  constraint payment_notice_creditor_id_provider_event_key UNIQUE (creditor_id, provider, event),
  constraint payment_notice_no_key UNIQUE (no)
);
CREATE INDEX payment_notice_of_line ON public.payment_notice USING btree (line_id) WHERE (line_id IS NOT NULL);

create table permit (
  id uuid not null,
  creditor_id uuid not null,
  effect_id uuid not null,
  account_id uuid not null,
  attempt integer not null,
  verdict text not null,
  reasons jsonb not null,
  facts_version bigint not null,
  given_at timestamp with time zone not null,
  not_after timestamp with time zone not null,
  local_date date not null,
  local_minute integer not null,
  ended text,
  ended_at timestamp with time zone,
  no bigint default nextval('event_order'::regclass) not null,
  put_off_to timestamp with time zone,
  law text,
  proof jsonb,
  constraint permit_ended_check CHECK ((ended = ANY (ARRAY['sent'::text, 'failed'::text, 'busy'::text, 'unknown'::text, 'held-back'::text, 'lease-expired'::text]))),
  constraint permit_verdict_check CHECK ((verdict = ANY (ARRAY['allow'::text, 'wait'::text, 'refuse'::text, 'blocked'::text, 'elsewhere'::text]))),
  constraint permit_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint permit_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint permit_effect_id_fkey FOREIGN KEY (effect_id) REFERENCES effect(id),
  constraint permit_pkey PRIMARY KEY (id),
  constraint permit_effect_id_attempt_key UNIQUE (effect_id, attempt)
) with (
  autovacuum_analyze_scale_factor = 0.02,
  autovacuum_analyze_threshold = 500,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_threshold = 500,
  fillfactor = 90
);
CREATE INDEX permit_by_no ON public.permit USING brin (no);
CREATE INDEX permit_of_account ON public.permit USING btree (account_id);

create table person (
  id uuid not null,
  creditor_id uuid not null,
  number text not null,
  name text not null,
  language text not null,
  zone text not null,
  zone_source text not null,
  zone_on date not null,
  address text,
  has_address boolean generated always as ((address IS NOT NULL)) stored not null,
  merged_into uuid,
  book_as_of date,
  country text,
  region text,
  second_fact_hmac text,
  party_hash text,
  constraint person_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
  constraint person_language_check CHECK ((language = ANY (ARRAY['en'::text, 'zh-Hans'::text]))),
  constraint person_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint person_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES person(id),
  constraint person_pkey PRIMARY KEY (id),
  constraint person_creditor_id_number_key UNIQUE (creditor_id, number)
) with (
  autovacuum_analyze_scale_factor = 0.02,
  autovacuum_analyze_threshold = 500,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_threshold = 500,
  fillfactor = 90
);
CREATE INDEX person_name_key ON public.person USING btree (creditor_id, lower(translate(name, ' .,''’·-_/()'::text, ''::text)));

create table placement (
  id uuid not null,
  creditor_id uuid not null,
  account_id uuid not null,
  person_id uuid not null,
  effect_id uuid not null,
  agency text not null,
  state text not null,
  handed_over_at timestamp with time zone not null,
  term_ends_on date not null,
  recalled_at timestamp with time zone,
  recall_reason text,
  ended_at timestamp with time zone,
  end_reason text,
  constraint placement_state_check CHECK ((state = ANY (ARRAY['handed-over'::text, 'accepted'::text, 'recalled'::text, 'ended'::text]))),
  constraint placement_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint placement_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint placement_effect_id_fkey FOREIGN KEY (effect_id) REFERENCES effect(id),
  constraint placement_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint placement_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX placement_live ON public.placement USING btree (account_id) WHERE (state <> 'ended'::text);
CREATE INDEX placement_of_account ON public.placement USING btree (account_id);
CREATE INDEX placement_of_person ON public.placement USING btree (person_id) WHERE (state <> 'ended'::text);

create table reply_body (
  id uuid not null,
  creditor_id uuid not null,
  person_id uuid not null,
  task_id uuid,
  channel text not null,
  at timestamp with time zone not null,
  body text not null,
  constraint reply_body_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text]))),
  constraint reply_body_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint reply_body_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint reply_body_task_id_fkey FOREIGN KEY (task_id) REFERENCES task(id),
  constraint reply_body_pkey PRIMARY KEY (id)
);
CREATE INDEX reply_body_of_person ON public.reply_body USING btree (person_id);
CREATE INDEX reply_body_of_task ON public.reply_body USING btree (task_id);

create table restart_batch (
  no bigint generated always as identity not null,
  creditor_id uuid not null,
  reason text not null,
  evidence text not null,
  proposed_by text not null,
  proposed_at timestamp with time zone not null,
  approved_by text,
  approved_at timestamp with time zone,
  cancelled_by text,
  cancelled_at timestamp with time zone,
  cancel_reason text,
  ended_at timestamp with time zone,
  constraint restart_batch_check CHECK (((approved_at IS NULL) = (approved_by IS NULL))),
  constraint restart_batch_check1 CHECK ((((cancelled_at IS NULL) = (cancelled_by IS NULL)) AND ((cancelled_at IS NULL) = (cancel_reason IS NULL)))),
  constraint restart_batch_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint restart_batch_pkey PRIMARY KEY (no)
);

create table restart_item (
  batch_no bigint not null,
  account_id uuid not null,
  creditor_id uuid not null,
  rank integer not null,
  state text default 'waiting'::text not null,
  reason text,
  judged_on date,
  constraint restart_item_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'released'::text, 'dropped'::text, 'cancelled'::text]))),
  constraint restart_item_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint restart_item_batch_no_fkey FOREIGN KEY (batch_no) REFERENCES restart_batch(no),
  constraint restart_item_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint restart_item_pkey PRIMARY KEY (batch_no, account_id)
);
CREATE INDEX restart_item_day ON public.restart_item USING btree (creditor_id, judged_on) WHERE (state = 'released'::text);
CREATE INDEX restart_item_next ON public.restart_item USING btree (batch_no, rank) WHERE (state = 'waiting'::text);
CREATE UNIQUE INDEX restart_item_waiting ON public.restart_item USING btree (account_id) WHERE (state = 'waiting'::text);

create table segment_change (
  no bigint generated always as identity not null,
  account_id uuid not null,
  creditor_id uuid not null,
  at timestamp with time zone not null,
  move_id uuid,
  strategy_before text,
  segment_before text,
  strategy_after text,
  segment_after text,
  because jsonb not null,
  constraint segment_change_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint segment_change_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint segment_change_move_id_fkey FOREIGN KEY (move_id) REFERENCES strategy_move(id),
  constraint segment_change_pkey PRIMARY KEY (no)
);
CREATE INDEX segment_change_of_account ON public.segment_change USING btree (account_id, no);
CREATE INDEX segment_change_of_move ON public.segment_change USING btree (move_id, account_id) WHERE (move_id IS NOT NULL);

create table strategy_move (
  id uuid not null,
  creditor_id uuid not null,
  from_strategy text,
  to_strategy text,
  at text not null,
  made_by text not null,
  made_at timestamp with time zone not null,
  told_up_to uuid,
  told_at timestamp with time zone,
  undone_by text,
  undone_at timestamp with time zone,
  undone_up_to uuid,
  undo_told_at timestamp with time zone,
  told integer default 0 not null,
  undone integer default 0 not null,
  kept jsonb default '{}'::jsonb not null,
  constraint strategy_move_at_check CHECK ((at = ANY (ARRAY['now'::text, 'next-stage'::text]))),
  constraint strategy_move_check CHECK (((undone_by IS NULL) = (undone_at IS NULL))),
  constraint strategy_move_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint strategy_move_from_strategy_fkey FOREIGN KEY (from_strategy) REFERENCES strategy_version(id),
  constraint strategy_move_to_strategy_fkey FOREIGN KEY (to_strategy) REFERENCES strategy_version(id),
  constraint strategy_move_pkey PRIMARY KEY (id)
);
CREATE INDEX strategy_move_open ON public.strategy_move USING btree (made_at) WHERE ((told_at IS NULL) OR ((undone_at IS NOT NULL) AND (undo_told_at IS NULL)));

create table strategy_use (
  no bigint generated always as identity not null,
  creditor_id uuid not null,
  strategy text,
  made_by text not null,
  made_at timestamp with time zone not null,
  constraint strategy_use_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint strategy_use_pkey PRIMARY KEY (no)
);
CREATE INDEX strategy_use_of_creditor ON public.strategy_use USING btree (creditor_id, no);

create table strategy_version (
  id text not null,
  name text not null,
  version text not null,
  digest text not null,
  text text not null,
  made_by text not null,
  made_at timestamp with time zone not null,
  approved_by text,
  published_at timestamp with time zone,
  revision integer,
  retired_by text,
  retired_at timestamp with time zone,
  constraint strategy_version_check CHECK ((((revision IS NULL) = (approved_by IS NULL)) AND ((revision IS NULL) = (published_at IS NULL)))),
  constraint strategy_version_check1 CHECK (((retired_by IS NULL) = (retired_at IS NULL))),
  constraint strategy_version_pkey PRIMARY KEY (id),
  constraint strategy_version_revision_key UNIQUE (revision)
);

create table task (
  id uuid not null,
  no bigint generated always as identity not null,
  creditor_id uuid not null,
  account_id uuid,
  person_id uuid,
  effect_id uuid,
  kind text not null,
  state text default 'open'::text not null,
  reason text,
  opened_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  asked_by text,
  ended_at timestamp with time zone,
  ended_by text,
  outcome jsonb,
  details jsonb,
  wished_at timestamp with time zone,
  constraint task_kind_check CHECK ((kind ~ '^[a-z][a-z-]*$'::text)),
  constraint task_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'withdrawn'::text]))),
  constraint task_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint task_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES creditor(id),
  constraint task_effect_id_fkey FOREIGN KEY (effect_id) REFERENCES effect(id),
  constraint task_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
  constraint task_pkey PRIMARY KEY (id),
  constraint task_effect_id_key UNIQUE (effect_id),
  constraint task_no_key UNIQUE (no)
) with (
  autovacuum_analyze_scale_factor = 0.02,
  autovacuum_analyze_threshold = 500,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_threshold = 500
);
CREATE INDEX task_alarms ON public.task USING btree (kind, person_id, opened_at) WHERE (kind = ANY (ARRAY['self-harm-alarm'::text, 'self-harm-alarm-raised'::text]));
CREATE INDEX task_call_backs ON public.task USING btree (wished_at) WHERE ((state = 'open'::text) AND (wished_at IS NOT NULL));
CREATE INDEX task_complaints ON public.task USING btree (ended_at) WHERE (kind = 'review-complaint'::text);
CREATE INDEX task_done ON public.task USING btree (ended_at) WHERE (state = 'done'::text);
CREATE INDEX task_of_account ON public.task USING btree (account_id) WHERE (state = 'open'::text);
CREATE UNIQUE INDEX task_once_open ON public.task USING btree (creditor_id, kind, COALESCE(account_id, person_id)) WHERE ((state = 'open'::text) AND (effect_id IS NULL));
CREATE INDEX task_open ON public.task USING btree (kind, due_at) WHERE (state = 'open'::text);
CREATE UNIQUE INDEX task_payment_split ON public.task USING btree (creditor_id) WHERE ((kind = 'payment-split-differs'::text) AND (state = 'open'::text));
CREATE INDEX task_worklist ON public.task USING btree (creditor_id, kind, due_at, no) WHERE (state = 'open'::text);

create table webhook_refusal (
  provider text not null,
  why text not null,
  times bigint not null,
  last_at timestamp with time zone not null,
  constraint webhook_refusal_why_check CHECK ((why = ANY (ARRAY['forged'::text, 'too-old'::text]))),
  constraint webhook_refusal_pkey PRIMARY KEY (provider, why)
);

create table work_lock (
  case_id uuid not null,
  task_id uuid not null,
  holder text not null,
  taken_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  constraint work_lock_task_id_fkey FOREIGN KEY (task_id) REFERENCES task(id),
  constraint work_lock_pkey PRIMARY KEY (case_id)
);
CREATE INDEX work_lock_of_holder ON public.work_lock USING btree (lower(holder));

create table worker (
  id uuid not null,
  started_at timestamp with time zone default now() not null,
  seen_at timestamp with time zone default now() not null,
  decider integer not null,
  constraint worker_pkey PRIMARY KEY (id)
);
