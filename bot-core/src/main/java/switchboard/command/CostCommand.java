package switchboard.command;

import com.google.auto.service.AutoService;
import switchboard.text.HumanText;
import switchboard.text.Texts;

/** {@code /cost}: shows the cost of this session and of this chat. */
@AutoService(SlashCommand.class)
public final class CostCommand implements SlashCommand {

    @Override
    public String name() {
        return "cost";
    }

    @Override
    public String description() {
        return Texts.of("help.cost");
    }

    @Override
    public Reaction run(Invocation call) {
        var usage = call.state().usage();
        if (usage.turns() == 0) {
            return call.say(Texts.of("cost.none"));
        }
        return call.say(String.join(
                "\n",
                Texts.of("cost.session", HumanText.usd(usage.sessionUsd())),
                Texts.of("cost.today", HumanText.usd(usage.usdOfDay(call.now()))),
                Texts.of(
                        "cost.chat",
                        HumanText.usd(usage.usd()),
                        usage.turns(),
                        HumanText.tokens(usage.outputTokens()))));
    }
}
