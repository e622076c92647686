package switchboard.model;

/** People who speak to chats in tests. */
public final class People {

    /** An owner in private. */
    public static final Caller ADA = new Caller("1001", "Ada", Caller.Role.OWNER, true);

    /** A user in a group. */
    public static final Caller BOB = new Caller("1002", "Bob", Caller.Role.USER, false);

    private People() {}
}
