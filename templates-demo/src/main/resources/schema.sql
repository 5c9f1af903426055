-- Runs on H2 and on PostgreSQL.
create table if not exists categories (
  id integer primary key,
  name_de varchar(80) not null,
  name_en varchar(80) not null,
  intro_de varchar(300) not null,
  intro_en varchar(300) not null,
  picture varchar(20) not null,
  version integer not null
);

create table if not exists products (
  id integer primary key,
  category_id integer not null references categories,
  name_de varchar(120) not null,
  name_en varchar(120) not null,
  description_de varchar(600) not null,
  description_en varchar(600) not null,
  picture varchar(20) not null,
  price_cents integer not null check (price_cents >= 0),
  stock integer not null check (stock >= 0),
  updated_at timestamp with time zone not null,
  version integer not null
);

create table if not exists reviews (
  id integer primary key,
  product_id integer not null references products,
  author varchar(80) not null,
  stars integer not null check (stars between 1 and 5),
  body varchar(600) not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null
);

-- Of a database that an earlier version of the shop made.
alter table reviews add column if not exists language varchar(2) default 'en' not null;

create index if not exists products_by_category on products (category_id);
create index if not exists reviews_by_product on reviews (product_id, stars);
