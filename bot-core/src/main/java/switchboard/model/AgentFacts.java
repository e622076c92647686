package switchboard.model;

/**
 * The facts of an agent that commands use.
 *
 * @param id names it in stored sessions and settings: {@code [a-z0-9-]+}
 * @param name its name within a sentence
 * @param mode the permission mode of chats that chose none
 * @param model the model of chats that chose none, as people read it
 */
public record AgentFacts(String id, String name, PermissionMode mode, String model) {

    /** The name where it begins a sentence. */
    public String nameFirst() {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
