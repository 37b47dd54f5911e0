-- Written and rolled back by whoever asks whether the database can be written, and has room. Always empty.
create unlogged table write_probe (filler text not null);
alter table write_probe alter column filler set storage external;
