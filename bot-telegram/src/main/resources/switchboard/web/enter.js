// The way in: takes the key out of the address, keeps it for this origin alone (pages of other ports cannot read it), goes on.

localStorage.setItem("switchboard.key", new URLSearchParams(location.search).get("key"));
location.replace(location.pathname);
