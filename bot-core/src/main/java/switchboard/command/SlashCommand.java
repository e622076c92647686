package switchboard.command;

import java.util.List;
import java.util.Set;
import switchboard.text.Texts;

/** A command that a person types as {@code /name argument}. */
public interface SlashCommand {

    /** Without the slash: 1 to 32 of {@code [a-z0-9_]}. */
    String name();

    /** The command's other names. */
    default List<String> aliases() {
        return List.of();
    }

    /**
     * What a message begins with that gives this command without its name, such as {@code !}; empty for none. A command with a sign is
     * not in the menu.
     */
    default String sign() {
        return "";
    }

    /**
     * One line for {@code /help} and the menu, at most 256 characters; empty for one that only buttons use. The line of a command with a
     * sign says how it is typed.
     */
    String description();

    /** Whether its effects on turns wait for nothing, not even for the chat to be stored. */
    default boolean isUrgent() {
        return false;
    }

    /** Whether its argument is a prompt for Claude, with quotes and Markdown, and not a name or a path. */
    default boolean takesPrompt() {
        return false;
    }

    /** The prompt that it makes of these words, if it {@link #takesPrompt}. */
    default String asked(String words) {
        return words;
    }

    /** Whether only an owner may use it. One that is for owners in part asks {@link Invocation#caller} itself. */
    default boolean needsOwner() {
        return false;
    }

    /** The reply to others of a command that only an owner may use. */
    default Reaction refused(Invocation call) {
        return call.say(Texts.of("owner.command", name()));
    }

    /** How the record of who did what names a call of it that was given under this name: as it was typed. */
    default String recorded(String given, Invocation call) {
        return call.argument().isBlank() ? "/" + given : "/" + given + " " + call.argument();
    }

    /** Whether it does something with the files that come with it. */
    default boolean takesFiles() {
        return takesPrompt();
    }

    /** The capabilities that an agent must have for chats to offer this command. */
    default Set<Capability> needs() {
        return Set.of();
    }

    /** Runs the command. */
    Reaction run(Invocation call);
}
