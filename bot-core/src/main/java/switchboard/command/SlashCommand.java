package switchboard.command;

import java.util.List;
import java.util.Set;

/** A command that a person types as {@code /name argument}. */
public interface SlashCommand {

    /** Without the slash: 1 to 32 of {@code [a-z0-9_]}. */
    String name();

    /** The command's other names. */
    default List<String> aliases() {
        return List.of();
    }

    /** One line for {@code /help} and the menu, at most 256 characters; empty for one that only buttons use. */
    String description();

    /** Whether its effects on turns wait for nothing, not even for the chat to be stored. */
    default boolean isUrgent() {
        return false;
    }

    /** Whether its argument is a prompt for Claude, with quotes and Markdown, and not a name or a path. */
    default boolean takesPrompt() {
        return false;
    }

    /** Whether only an owner may use it. One that is for owners in part asks {@link Invocation#caller} itself. */
    default boolean needsOwner() {
        return false;
    }

    /** The capabilities that an agent must have for chats to offer this command. */
    default Set<Capability> needs() {
        return Set.of();
    }

    /** Runs the command. */
    Reaction run(Invocation call);
}
