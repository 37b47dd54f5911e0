-- A key with an empty part was none: a role in all sites, and what a connection gives to a person or a
-- role, could stand there twice. Of those that do, the one that gives most stays, as it counted.
delete from membership m using membership other
  where m.user_id = other.user_id and m.site_id is not distinct from other.site_id
    and (array_position(array['viewer', 'analyst', 'editor', 'admin', 'owner'], m.role), -m.id)
      < (array_position(array['viewer', 'analyst', 'editor', 'admin', 'owner'], other.role), -other.id);
drop index membership_user_id_site_id_key;
create unique index membership_user_id_site_id_key on membership (user_id, site_id) nulls not distinct;

delete from connection_permission p using connection_permission other
  where p.connection_id = other.connection_id and p.user_id is not distinct from other.user_id
    and p.role is not distinct from other.role
    and (array_position(array['use', 'edit', 'manage'], p.level), -p.id)
      < (array_position(array['use', 'edit', 'manage'], other.level), -other.id);
drop index connection_permission_connection_id_user_id_role_key;
create unique index connection_permission_connection_id_user_id_role_key
  on connection_permission (connection_id, user_id, role) nulls not distinct;
