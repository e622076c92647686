package switchboard.command;

import com.google.auto.service.AutoService;
import switchboard.model.Label;
import switchboard.text.Markdown;

/** {@code /title NAME}: names the session; {@code /title -} takes the name away. */
@AutoService(SlashCommand.class)
public final class TitleCommand implements SlashCommand {

    @Override
    public String name() {
        return "title";
    }

    @Override
    public String description() {
        return "Name this session; /title - takes the name away";
    }

    @Override
    public Reaction run(Invocation call) {
        if (call.argument().isEmpty()) {
            return show(call);
        }
        if (call.argument().equals("-")) {
            return Reaction.say(call.state().titled(null), "This session has no title any more.");
        }
        var title = Label.of(call.argument());
        if (title.isEmpty()) {
            return call.say("That title has no visible character; write it like /title Frontend work.");
        }
        if (Titles.isTooLong(title)) {
            return call.say(Titles.tooLong(title));
        }
        return Reaction.say(call.state().titled(title), "This session is now “" + Markdown.text(title) + "”.");
    }

    private static Reaction show(Invocation call) {
        var title = call.state().session().title();
        return call.say(
                title == null
                        ? "This session has no title. /title NAME gives it one."
                        : "This session is “" + Markdown.text(title)
                                + "”. /title NAME renames it, /title - takes the name away.");
    }
}
