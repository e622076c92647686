package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import switchboard.model.ChatState;
import switchboard.model.Day;
import switchboard.model.DayLimit;
import switchboard.model.Reply;
import switchboard.text.HumanText;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** {@code /budget [USD|off]}: shows or sets what this chat may cost in a day. */
@AutoService(SlashCommand.class)
public final class BudgetCommand implements SlashCommand {

    private static final Set<String> OFF = Set.of("off", "none", "-");
    private static final List<Integer> OFFERED = List.of(2, 5, 10, 20);
    private static final int LONGEST_SHOWN = 60;

    @Override
    public String name() {
        return "budget";
    }

    @Override
    public String description() {
        return Texts.of("help.budget");
    }

    @Override
    public Reaction run(Invocation call) {
        var argument = call.argument();
        if (argument.isEmpty()) {
            return show(call);
        }
        if (OFF.contains(argument.toLowerCase(Locale.ROOT))) {
            return Reaction.say(
                    call.state().with(ChatState::usage, usage -> usage.limited(null)), Texts.of("budget.off"));
        }
        return DayLimit.parse(argument)
                .map(limit -> set(call, limit))
                .orElseGet(() -> call.say(
                        Texts.of("budget.unknown", Markdown.text(HumanText.shortened(argument, LONGEST_SHOWN)))));
    }

    private static Reaction set(Invocation call, DayLimit limit) {
        var next = call.state().with(ChatState::usage, usage -> usage.limited(limit));
        return Reaction.say(next, String.join("\n", lines(call, next)));
    }

    private static Reaction show(Invocation call) {
        var text = String.join("\n", lines(call, call.state()));
        return Reaction.say(call.state(), new Reply(text, buttons(call.state())));
    }

    private static List<String> lines(Invocation call, ChatState state) {
        var usage = state.usage();
        var now = call.now();
        var own = SpentToday.of(usage, now);
        var all = SpentToday.ofAll(state, call);
        var lines = new ArrayList<String>();
        lines.add(own.map(spent -> Texts.of("budget.is", spent.most())).orElseGet(() -> Texts.of("budget.none")));
        own.map(spent -> Texts.of("budget.today", spent.spent(), spent.most(), spent.percent()))
                .ifPresent(lines::add);
        all.map(spent -> Texts.of("budget.all", spent.spent(), spent.most(), spent.percent()))
                .ifPresent(lines::add);
        if (own.isPresent() || all.isPresent()) {
            lines.add(Texts.of("budget.ends", Day.end(Day.of(now)), HumanText.spoken(Day.left(now))));
        }
        if (usage.isSpent(now)) {
            lines.add(Texts.of("budget.spent"));
        }
        if (usage.goesOn(now)) {
            lines.add(Texts.of("budget.goesOn"));
        }
        if (all.isPresent() && call.facts().spending().goesOn(state, now)) {
            lines.add(Texts.of("budget.allGoOn"));
        }
        return lines;
    }

    private static List<List<Reply.Button>> buttons(ChatState state) {
        var amounts = OFFERED.stream().map(usd -> new Reply.Button("$" + usd, "/budget " + usd));
        var off = state.usage().limit().stream()
                .map(limit -> new Reply.Button(Texts.of("budget.button.off"), "/budget off"));
        return Buttons.rows(OFFERED.size(), Stream.concat(amounts, off));
    }
}
