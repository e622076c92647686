package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.Set;
import switchboard.text.Texts;

/** {@code /compact [instructions]}: Claude Code's own command, which sums up the conversation to make room. */
@AutoService(SlashCommand.class)
public final class CompactCommand implements SlashCommand {

    @Override
    public String name() {
        return "compact";
    }

    @Override
    public Set<Capability> needs() {
        return Set.of(Capability.COMPACTION);
    }

    @Override
    public String description() {
        return Texts.of("help.compact");
    }

    @Override
    public Reaction run(Invocation call) {
        return call.state().isSpokenIn()
                ? Prompts.ask(call, ("/compact " + call.argument()).strip(), false)
                : call.say(Texts.of("compact.nothing"));
    }
}
