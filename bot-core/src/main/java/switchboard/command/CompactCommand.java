package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.Set;

/** {@code /compact [instructions]}: Claude Code's own, which sums up the conversation to make room. */
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
        return "Sum up the conversation to make room; say what matters, if you like";
    }

    @Override
    public Reaction run(Invocation call) {
        return call.state().isSpokenIn()
                ? Prompts.ask(call, ("/compact " + call.argument()).strip(), false)
                : call.say("Nothing has been said in this session yet, so there is nothing to compact.");
    }
}
