package switchboard.command;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import switchboard.model.ChatState;
import switchboard.model.Content;
import switchboard.model.Prompt;
import switchboard.model.Reply;
import switchboard.model.TurnId;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** What commands do with prompts: make them, describe them, find them by the first characters of their id. */
final class Prompts {

    /** The characters of an id that a button carries. */
    private static final int KEY = 8;

    private Prompts() {}

    /** Asks Claude this text. */
    static Reaction ask(Invocation call, String text, boolean literal) {
        return ask(call, List.of(new Content.Text(text)), literal);
    }

    /** Asks Claude. */
    static Reaction ask(Invocation call, List<Content> content, boolean literal) {
        var prompt = new Prompt(TurnId.random(), content, literal, call.message(), call.now(), call.caller());
        var next = call.state().accept(prompt);
        return accepted(next, prompt.id());
    }

    /** What is said of a prompt that the chat has accepted: nothing, unless it was sent before a stop. */
    static Reaction accepted(ChatState next, TurnId prompt) {
        return next.queue().isOnHold(prompt)
                ? Reaction.say(next, StopCommand.overtaking(next, prompt))
                : Reaction.of(next);
    }

    static String key(TurnId turn) {
        return turn.value().length() <= KEY ? turn.value() : turn.value().substring(0, KEY);
    }

    /** Whether the key, or a longer beginning of the id, names this turn. */
    static boolean isNamed(TurnId turn, String key) {
        return key.length() >= key(turn).length() && turn.value().startsWith(key);
    }

    /** A prompt that waits or is on hold. */
    static Optional<Prompt> find(ChatState state, String key) {
        return Stream.concat(state.waiting(), state.onHold())
                .filter(prompt -> isNamed(prompt.id(), key))
                .findFirst();
    }

    static String quoted(Prompt prompt) {
        return Texts.of("queue.quoted", Markdown.text(prompt.brief(60)));
    }

    /**
     * {@code 2 queued messages}, {@code 1 message on hold} or both, for the prompts that {@code after} no longer has; empty for
     * none.
     */
    static String dropped(ChatState before, ChatState after) {
        var queued =
                before.waiting().filter(prompt -> !after.holds(prompt.id())).count();
        var held = before.onHold().filter(prompt -> !after.holds(prompt.id())).count();
        var ofQueue = queued == 0 ? "" : Texts.of("queue.countQueued", queued);
        var ofHold = held == 0 ? "" : Texts.of("queue.countHeld", held);
        return queued == 0 || held == 0 ? ofQueue + ofHold : Texts.of("queue.countBoth", ofQueue, ofHold);
    }

    /** Buttons for the prompts that are on hold now, but not for later ones. */
    static List<List<Reply.Button>> runOrDiscard(ChatState state) {
        return state.held().isEmpty()
                ? List.of()
                : buttons(
                        state,
                        state.held().getLast().id(),
                        "go",
                        "clear",
                        state.held().size() == 1);
    }

    /** Buttons for this one prompt on hold. */
    static List<List<Reply.Button>> runOrDiscard(ChatState state, TurnId turn) {
        return buttons(state, turn, "run", "remove", true);
    }

    /** The [Run it] button names the last stop. So a press proves that it came after that stop, whatever the front's ids say. */
    private static List<List<Reply.Button>> buttons(
            ChatState state, TurnId turn, String run, String discard, boolean isOne) {
        var stop = state.receipts().stop() == null ? "" : " " + state.receipts().stop();
        return List.of(List.of(
                new Reply.Button(
                        Texts.of(isOne ? "hold.button.runIt" : "hold.button.runThem"),
                        "/pending " + run + " " + key(turn) + stop),
                new Reply.Button(Texts.of("hold.button.discard"), "/pending " + discard + " " + key(turn))));
    }
}
