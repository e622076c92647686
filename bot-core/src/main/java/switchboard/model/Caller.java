package switchboard.model;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * The person who speaks to a chat, as the front knows them.
 *
 * @param id the front's id of the person; empty if it has none
 * @param name for people
 * @param overview whether they may see all chats; in a group they see only the group's own
 */
public record Caller(String id, String name, Role role, boolean overview) {

    /** Nobody that is known, who may do least: the caller in messages of earlier versions, which named none. */
    public static final Caller NOBODY = new Caller("", "", Role.USER, false);

    /** What a person may do. */
    public enum Role {
        /** Everything. */
        OWNER,
        /** Work with the agent, but not change what it may do without asking. */
        USER
    }

    /** An owner who may see all chats. */
    public static Caller owner(String id, String name) {
        return new Caller(id, name, Role.OWNER, true);
    }

    @JsonIgnore
    public boolean isOwner() {
        return role == Role.OWNER;
    }
}
