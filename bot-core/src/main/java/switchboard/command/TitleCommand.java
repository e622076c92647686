package switchboard.command;

import com.google.auto.service.AutoService;
import switchboard.model.ChatState;
import switchboard.model.Label;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** {@code /title NAME}: names the session; {@code /title -} removes the name. */
@AutoService(SlashCommand.class)
public final class TitleCommand implements SlashCommand {

    @Override
    public String name() {
        return "title";
    }

    @Override
    public String description() {
        return Texts.of("help.title");
    }

    @Override
    public Reaction run(Invocation call) {
        if (call.argument().isEmpty()) {
            return show(call);
        }
        if (call.argument().equals("-")) {
            return Reaction.say(
                    call.state().with(ChatState::sessions, sessions -> sessions.titled(null)),
                    Texts.of("title.removed"));
        }
        var title = Label.of(call.argument());
        if (title.isEmpty()) {
            return call.say(Texts.of("title.blank"));
        }
        if (Titles.isTooLong(title)) {
            return call.say(Titles.tooLong(title));
        }
        return Reaction.say(
                call.state().with(ChatState::sessions, sessions -> sessions.titled(title)),
                Texts.of("title.set", Markdown.text(title)));
    }

    private static Reaction show(Invocation call) {
        var title = call.state().session().title();
        return call.say(title == null ? Texts.of("title.none") : Texts.of("title.is", Markdown.text(title)));
    }
}
