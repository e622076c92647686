package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import switchboard.model.ChatState;
import switchboard.model.Reply;
import switchboard.text.Texts;

/** {@code /effort [level]}: shows or picks how hard Claude thinks. */
@AutoService(SlashCommand.class)
public final class EffortCommand implements SlashCommand {

    private static final String DEFAULT = "default";
    private static final List<String> LEVELS = List.of("low", "medium", "high", "xhigh", "max", DEFAULT);

    @Override
    public String name() {
        return "effort";
    }

    @Override
    public List<String> aliases() {
        return List.of("think");
    }

    @Override
    public Set<Capability> needs() {
        return Set.of(Capability.EFFORT);
    }

    @Override
    public String description() {
        return Texts.of("help.effort");
    }

    @Override
    public Reaction run(Invocation call) {
        var level = call.argument().toLowerCase(Locale.ROOT);
        if (level.isEmpty()) {
            var effort = call.state().settings().effort();
            return offer(call, Texts.of("effort.is", effort == null ? DEFAULT : effort));
        }
        if (!LEVELS.contains(level)) {
            return offer(call, Nearest.refusal(Texts.of("effort.unknown"), call.argument(), LEVELS));
        }
        return Reaction.say(
                call.state()
                        .with(
                                ChatState::settings,
                                settings -> settings.withEffort(level.equals(DEFAULT) ? null : level)),
                Texts.of("effort.set", level));
    }

    private static Reaction offer(Invocation call, String text) {
        return Reaction.say(call.state(), new Reply(text, Buttons.words(3, "effort", LEVELS.stream())));
    }
}
