package switchboard.command;

import com.google.auto.service.AutoService;
import switchboard.model.ChatState;
import switchboard.model.Label;
import switchboard.model.Reply;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** {@code /new [title]}: a fresh session in the same directory. */
@AutoService(SlashCommand.class)
public final class NewCommand implements SlashCommand {

    @Override
    public String name() {
        return "new";
    }

    @Override
    public String description() {
        return Texts.of("help.new");
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
        var place = Moves.directory(next.session());
        return Texts.together(
                title.isEmpty()
                        ? Texts.of("new.begun", place)
                        : Texts.of("new.begunTitled", Markdown.text(title), place),
                call.running().isEmpty() ? "" : Texts.of("new.stopped"),
                dropped.isEmpty() ? "" : Texts.of("queue.dropped", dropped),
                state.queue().moves().findAny().isEmpty() ? "" : Texts.of("new.switchDropped"),
                state.sessions().coming() == null ? "" : Texts.of("new.importDropped"),
                state.session().isEmpty() ? "" : Texts.of("switch.back"));
    }
}
