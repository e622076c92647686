package switchboard.command;

import java.util.regex.Pattern;
import switchboard.model.ChatState;
import switchboard.model.Reply;
import switchboard.model.Session;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/**
 * Goes from one session to another, at once or after the prompts that were asked before. Used by {@code /cd}, {@code /resume} and
 * {@code /import}. A button names the switch that it was shown with, and makes no other.
 */
final class Moves {

    /** The argument that makes a waiting move now, perhaps with the beginning of the id of the session that it goes to. */
    private static final Pattern NOW = Pattern.compile("now(?: ([\\w-]{1,8}))?");

    private Moves() {}

    /**
     * Goes to another session.
     *
     * @param command the command that the button gives, with an argument that {@link #isNow}
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
                        new Reply.Button(
                                Texts.of("switch.button.now"),
                                "/" + command + " now " + to.id().brief())));
    }

    static boolean isNow(String argument) {
        return NOW.matcher(argument).matches();
    }

    /**
     * Makes a waiting move now, the first if the argument names none: stops the running turns and drops the prompts that were asked
     * before the move.
     */
    static Reaction now(Invocation call) {
        var state = call.state();
        var named = call.rest();
        var move = state.queue()
                .moves()
                .filter(each -> named.isEmpty() || each.to().id().brief().equals(named))
                .findFirst();
        if (move.isEmpty()) {
            var isNone = state.queue().moves().findAny().isEmpty();
            return call.say(Texts.of(isNone ? "switch.none" : "switch.gone", directory(state.session())));
        }
        var next = state.with(ChatState::queue, queue -> queue.from(move.get()));
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
