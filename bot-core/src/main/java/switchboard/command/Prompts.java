package switchboard.command;

import java.util.List;
import java.util.Optional;
import switchboard.model.ChatState;
import switchboard.model.Markdown;
import switchboard.model.Prompt;
import switchboard.model.Reply;
import switchboard.model.TurnId;

/** Prompts as commands handle them: made, told of, found by the first characters of their id. */
final class Prompts {

    /** What is said of a prompt that a button no longer finds. */
    static final String GONE = "That prompt is no longer waiting.";

    /** How much of an id stands in a button. */
    private static final int KEY = 8;

    private Prompts() {}

    /** Asks Claude. */
    static Reaction ask(Invocation call, String text, boolean literal) {
        var prompt = new Prompt(TurnId.random(), text, literal, call.message(), call.now());
        var next = call.state().accept(prompt);
        return next.paused() ? Reaction.say(next, StopCommand.overtaking(next)) : Reaction.of(next);
    }

    static String key(TurnId turn) {
        return turn.value().length() <= KEY ? turn.value() : turn.value().substring(0, KEY);
    }

    /** Whether the key, or a longer beginning of the id, names this turn. */
    static boolean isNamed(TurnId turn, String key) {
        return key.length() >= key(turn).length() && turn.value().startsWith(key);
    }

    static Optional<Prompt> waiting(ChatState state, String key) {
        return state.waiting().filter(prompt -> isNamed(prompt.id(), key)).findFirst();
    }

    static String quoted(Prompt prompt) {
        return "“" + Markdown.text(prompt.brief(60)) + "”";
    }

    /** {@code 2 prompts wait}. */
    static String howManyWait(long count) {
        return Words.count(count, "prompt") + (count == 1 ? " waits" : " wait");
    }

    /** {@code  2 prompts that waited were dropped.} with its leading blank, or nothing. */
    static String dropped(ChatState before, ChatState after) {
        var count = before.waiting().filter(prompt -> !after.holds(prompt.id())).count();
        if (count == 0) {
            return "";
        }
        return " " + Words.count(count, "prompt")
                + (count == 1 ? " that waited was dropped." : " that waited were dropped.");
    }

    /** The buttons of a queue that is on hold. */
    static List<List<Reply.Button>> goOnOrClear(ChatState state) {
        return List.of(List.of(new Reply.Button("Go on", "/pending go"), clear(state)));
    }

    /** Clears what waits now, and nothing that is said after. */
    static Reply.Button clear(ChatState state) {
        var last = state.waiting().reduce((first, second) -> second).map(prompt -> " " + key(prompt.id()));
        return new Reply.Button("Clear", "/pending clear" + last.orElse(""));
    }
}
