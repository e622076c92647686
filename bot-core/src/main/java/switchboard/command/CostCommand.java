package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
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
        var lines = new ArrayList<String>();
        if (usage.turns() == 0) {
            lines.add(Texts.of("cost.none"));
        } else {
            lines.add(Texts.of("cost.session", HumanText.usd(usage.sessionUsd())));
            lines.add(Texts.of("cost.today", HumanText.usd(usage.usdOfDay(call.now()))));
            lines.add(Texts.of(
                    "cost.chat", HumanText.usd(usage.usd()), usage.turns(), HumanText.tokens(usage.outputTokens())));
        }
        SpentToday.of(usage, call.now())
                .map(spent -> Texts.of("cost.budget", spent.spent(), spent.most(), spent.percent()))
                .ifPresent(lines::add);
        SpentToday.ofAll(call.state(), call)
                .map(spent -> Texts.of("budget.all", spent.spent(), spent.most(), spent.percent()))
                .ifPresent(lines::add);
        return call.say(String.join("\n", lines));
    }
}
