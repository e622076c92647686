package switchboard.command;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.model.Caller;
import switchboard.model.ChatState;
import switchboard.model.Content;
import switchboard.model.TurnId;

/**
 * A slash command as it was called.
 *
 * @param state the chat it was called in
 * @param running the turns at work or in line; two if Claude has begun one by itself while a prompt waits
 * @param argument the text after the command's name, stripped
 * @param attached content besides the argument: a quote of the message that it replies to
 * @param message the front's reference to the message, null if there is none
 */
public record Invocation(
        ChatState state,
        Set<TurnId> running,
        String argument,
        List<Content> attached,
        @Nullable String message,
        Caller caller,
        Instant now,
        EngineFacts facts) {

    /** The same call in the chat as it is now. */
    Invocation at(ChatState later) {
        return new Invocation(later, running, argument, attached, message, caller, now, facts);
    }

    /** The same call with another argument. */
    Invocation with(String other) {
        return with(other, attached);
    }

    /** The same call with another argument and other content. */
    Invocation with(String other, List<Content> content) {
        return new Invocation(state, running, other, content, message, caller, now, facts);
    }

    /** Whether buttons for owners make sense under the reply: the caller is one, or others see it, too. */
    public boolean mayOfferToOwners() {
        return caller.isOwner() || !caller.overview();
    }

    /** Says why the caller may not do this. */
    public Reaction deny(String why) {
        return say(why).denied();
    }

    public Reaction say(String text) {
        return Reaction.say(state, text);
    }

    /** The prompt of a command that asks Claude; may be empty. */
    List<Content> content() {
        var words = Stream.of(argument).filter(text -> !text.isEmpty()).map(Content.Text::new);
        return Stream.concat(attached.stream(), words).toList();
    }

    /** Whether Claude is at work in this chat now. A turn that waits for its permit does not count. */
    public boolean isAtWork() {
        var current = state.current();
        return !running.isEmpty() && (current == null || current.begun());
    }

    /** The argument's first word, empty if there is none. */
    public String word() {
        return argument.split("\\s+", 2)[0];
    }

    /** The argument after its first word, empty if there is nothing. */
    public String rest() {
        return argument.substring(word().length()).strip();
    }
}
