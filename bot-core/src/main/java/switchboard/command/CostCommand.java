package switchboard.command;

import com.google.auto.service.AutoService;
import switchboard.text.HumanText;

/** {@code /cost}: what this session and this chat have cost. */
@AutoService(SlashCommand.class)
public final class CostCommand implements SlashCommand {

    @Override
    public String name() {
        return "cost";
    }

    @Override
    public String description() {
        return "What this session and this chat have cost";
    }

    @Override
    public Reaction run(Invocation call) {
        var usage = call.state().usage();
        if (usage.turns() == 0) {
            return call.say("Nothing has been asked here yet, so it has cost nothing.");
        }
        return call.say("This session: " + HumanText.usd(usage.sessionUsd()) + ".\nToday: "
                + HumanText.usd(usage.usdOfDay(call.now())) + ".\nThis chat: " + HumanText.usd(usage.usd())
                + " in " + HumanText.count(usage.turns(), "turn") + ", " + HumanText.tokens(usage.outputTokens())
                + " output tokens.");
    }
}
