package switchboard.command;

import switchboard.model.Reply;
import switchboard.model.Session;
import switchboard.text.Markdown;

/** Goes from one session to another, at once or after what was asked before; what {@code /cd} and {@code /resume} share. */
final class Moves {

    /** The argument that makes a waiting move now. */
    static final String NOW = "now";

    private Moves() {}

    /**
     * Goes to another session.
     *
     * @param command whose argument {@link #NOW} the button gives
     * @param place how people are told where it goes, as Markdown
     */
    static Reaction go(Invocation call, Session to, String command, String place) {
        var state = call.state();
        var next = state.move(to);
        if (state.movesAtOnce()) {
            var old = state.session().used() ? " /resume goes back." : "";
            return Reaction.say(next, "Now in " + place + "." + old);
        }
        return Reaction.say(
                next,
                Reply.of(
                        "I'll switch to " + place + " when the queue is done.",
                        new Reply.Button("Switch now", "/" + command + " " + NOW)));
    }

    /** Makes the first waiting move now: what runs is stopped, what was asked before the move is dropped. */
    static Reaction now(Invocation call) {
        var state = call.state();
        var move = state.waitingMoves().findFirst();
        if (move.isEmpty()) {
            return call.say("No switch is waiting. You're in " + directory(state.session()) + ".");
        }
        var next = state.moveNow();
        var count = Prompts.dropped(state, next);
        var dropped = count.isEmpty() ? "" : " Dropped: " + count + ".";
        var place = directory(move.get().to());
        if (call.running().isEmpty()) {
            return Reaction.say(next, "Now in " + place + "." + dropped);
        }
        return Reaction.of(
                next,
                new Reaction.StopTurn(null),
                new Reaction.Say(Reply.of("I'll stop the current task, then switch to " + place + "." + dropped)));
    }

    static String directory(Session session) {
        return Markdown.code(session.directory());
    }
}
