package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import switchboard.model.ChatState;
import switchboard.model.Label;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** {@code /fork [title]}: the chat continues in a copy of its session, which itself stays in {@code /resume}. */
@AutoService(SlashCommand.class)
public final class ForkCommand implements SlashCommand {

    @Override
    public String name() {
        return "fork";
    }

    @Override
    public Set<Capability> needs() {
        return Set.of(Capability.FORK);
    }

    @Override
    public String description() {
        return Texts.of("help.fork");
    }

    @Override
    public Reaction run(Invocation call) {
        var state = call.state();
        var wanted = Label.of(call.argument());
        if (Titles.isTooLong(wanted)) {
            return call.say(Titles.tooLong(wanted));
        }
        if (!state.isSpokenIn()) {
            return call.say(Texts.of("fork.nothing"));
        }
        var title = wanted.isEmpty() ? Titles.ofCopy(state.destination().title()) : wanted;
        return Moves.go(call, state.copy(title, call.now()), "resume", place(state, title));
    }

    private static String place(ChatState state, @Nullable String title) {
        var folder = Moves.directory(state.destination());
        return title == null
                ? Texts.of("fork.place", folder)
                : Texts.of("fork.placeTitled", Markdown.text(title), folder);
    }
}
