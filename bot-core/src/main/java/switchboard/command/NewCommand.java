package switchboard.command;

import com.google.auto.service.AutoService;
import switchboard.model.ChatState;
import switchboard.model.Label;
import switchboard.model.Reply;
import switchboard.text.Markdown;

/** {@code /new [title]}: a fresh session in the same directory. */
@AutoService(SlashCommand.class)
public final class NewCommand implements SlashCommand {

    @Override
    public String name() {
        return "new";
    }

    @Override
    public String description() {
        return "A fresh session here; the old one stays in /resume. A title is optional";
    }

    @Override
    public Reaction run(Invocation call) {
        var title = Label.of(call.argument());
        if (Titles.isTooLong(title)) {
            return call.say(Titles.tooLong(title));
        }
        var state = call.state();
        var next = state.renew(title.isEmpty() ? null : title, call.now());
        var said = new Reaction.Say(Reply.of(told(call, next, title)));
        return call.running().isEmpty()
                ? Reaction.of(next, said)
                : Reaction.of(next, new Reaction.StopTurn(null), said);
    }

    private static String told(Invocation call, ChatState next, String title) {
        var state = call.state();
        var dropped = Prompts.dropped(state, next);
        return "✨ New session" + (title.isEmpty() ? "" : " “" + Markdown.text(title) + "”") + " in "
                + Moves.directory(next.session()) + "."
                + (call.running().isEmpty() ? "" : " The running task was stopped.")
                + (dropped.isEmpty() ? "" : " Dropped: " + dropped + ".")
                + (state.waitingMoves().findAny().isEmpty() ? "" : " The /cd that was queued is dropped, too.")
                + (state.session().used() ? " /resume goes back." : "");
    }
}
