package switchboard.command;

import java.util.List;
import java.util.Set;

/** A command that a person types as {@code /name argument}. */
public interface SlashCommand {

    /** Without the slash: 1 to 32 of {@code [a-z0-9_]}. */
    String name();

    /** Other names for it. */
    default List<String> aliases() {
        return List.of();
    }

    /** One line for {@code /help} and the menu, at most 256 characters; empty for one that only buttons use. */
    String description();

    /** Whether what it does to turns waits for nothing, not even for the chat to be stored. */
    default boolean isUrgent() {
        return false;
    }

    /** Whether its argument is something to ask Claude, with quotes and Markdown, and not a name or a path. */
    default boolean takesPrompt() {
        return false;
    }

    /** What an agent must be capable of for chats to offer it. */
    default Set<Capability> needs() {
        return Set.of();
    }

    /** What it does. */
    Reaction run(Invocation call);
}
