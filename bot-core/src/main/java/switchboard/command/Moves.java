package switchboard.command;

import switchboard.model.ChatState;
import switchboard.model.Reply;
import switchboard.model.Session;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * Goes from one session to another, at once or after the prompts that were asked before. Used by {@code /cd}, {@code /resume} and {@code /import}.
 */
final class Moves {

    /** The argument that makes a waiting move now. */
    static final String NOW = "now";

    private Moves() {}

    /**
     * Goes to another session.
     *
     * @param command the command that the button gives, with the argument {@link #NOW}
     * @param place the new place for people to read, as Markdown
     */
    static Reaction go(Invocation call, Session to, String command, String place) {
        return go(call.state(), to, command, place);
    }

    static Reaction go(ChatState state, Session to, String command, String place) {
        var next = state.move(to);
        if (state.movesAtOnce()) {
            var back = state.session().isEmpty() ? "" : Texts.of("switch.back");
            return Reaction.say(next, Texts.together(Texts.of("switch.done", place), back));
        }
        return Reaction.say(
                next,
                Reply.of(
                        Texts.of("switch.queued", place),
                        new Reply.Button(Texts.of("switch.button.now"), "/" + command + " " + NOW)));
    }

    /** Makes the first waiting move now: stops the running turns and drops the prompts that were asked before the move. */
    static Reaction now(Invocation call) {
        var state = call.state();
        var move = state.waitingMoves().findFirst();
        if (move.isEmpty()) {
            return call.say(Texts.of("switch.none", directory(state.session())));
        }
        var next = state.moveNow();
        var count = Prompts.dropped(state, next);
        var dropped = count.isEmpty() ? "" : Texts.of("queue.dropped", count);
        var place = directory(move.get().to());
        if (call.running().isEmpty()) {
            return Reaction.say(next, Texts.together(Texts.of("switch.done", place), dropped));
        }
        return Reaction.of(
                next,
                new Reaction.StopTurn(null),
                new Reaction.Say(Reply.of(Texts.together(Texts.of("switch.stopping", place), dropped))));
    }

    static String directory(Session session) {
        return Markdown.code(session.directory());
    }
}
