package switchboard.chat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import switchboard.chat.Situation.Step;
import switchboard.model.ChatState;
import switchboard.model.DayLimit;
import switchboard.model.TurnId;
import switchboard.model.Usage;
import switchboard.text.HumanText;
import switchboard.text.Texts;

/**
 * What follows from the day's limits, of the chat and of the engine. Once one is reached, the next prompt waits before it asks for its
 * permit, until a person lets it run, or a new day or a higher limit does. What runs is not cut. Pure.
 */
record BudgetRules(ChatContext context) {

    /** A step with what follows from it: the turn that begins in it may have to wait, or one that waits may run. */
    Step after(Situation before, Step step) {
        var told = warning(before.state().usage(), step.next().state().usage());
        var next = held(before)
                .filter(turn -> step.next().work().isFlying(turn))
                .map(turn -> again(step, turn))
                .orElseGet(() -> beginning(step));
        return told.isEmpty() ? next : with(next, told);
    }

    /** Instead of the permit that a turn has just got. Another chat may have spent the rest since the turn asked for it. */
    Optional<Step> instead(Situation here) {
        return question(here.state())
                .map(asked -> ask(
                        new Step(here, List.of(new Effect.TellTurn(asked.turn(), new TurnProtocol.Hold()))), asked));
    }

    /** The turn that waits because of a limit. */
    private static Optional<TurnId> held(Situation here) {
        return here.questions().overBudget().map(Questions.OverBudget::turn);
    }

    private Optional<BudgetQuestion> question(ChatState state) {
        return BudgetQuestion.of(state, context.facts().spending(), context.now());
    }

    /** A turn that starts beyond a limit waits before it does anything. */
    private Step beginning(Step step) {
        var starts = step.effects().stream()
                .anyMatch(effect -> effect instanceof Effect.StartTurn start && !start.isAdopted());
        return (starts ? question(step.next().state()) : Optional.<BudgetQuestion>empty())
                .map(asked -> ask(new Step(step.next(), held(step.effects())), asked))
                .orElse(step);
    }

    private static List<Effect> held(List<Effect> effects) {
        return effects.stream()
                .map(effect -> effect instanceof Effect.StartTurn start && !start.isAdopted() ? start.held() : effect)
                .toList();
    }

    /** The turn that waits continues if no limit is reached any more, or waits because of another limit. */
    private Step again(Step step, TurnId turn) {
        var next = step.next();
        if (!next.questions().mayAsk(turn) || next.state().queue().isStopped(turn)) {
            return step;
        }
        var open = next.questions().overBudget();
        var wanted = question(next.state());
        if (open.isPresent() && wanted.filter(open.get().asked()::isSame).isPresent()) {
            return step;
        }
        var settled = open.map(asked -> settled(step, asked)).orElse(step);
        return wanted.map(asked -> ask(settled, asked)).orElseGet(() -> with(settled, List.of(proceed(next, turn))));
    }

    private static Effect proceed(Situation here, TurnId turn) {
        var content = here.state().queue().find(turn).orElseThrow().content();
        return new Effect.TellTurn(turn, new TurnProtocol.Proceed(content));
    }

    private static Step settled(Step step, Questions.OverBudget asked) {
        var next = step.next().with(step.next().questions().without(asked));
        return with(
                new Step(next, step.effects()),
                List.of(QuestionRules.settled(asked, Texts.of("settled.withinBudget"))));
    }

    private static Step ask(Step step, BudgetQuestion asked) {
        var question = new Questions.OverBudget(asked);
        var next = step.next().with(step.next().questions().ask(question));
        return with(new Step(next, step.effects()), List.of(QuestionRules.show(question)));
    }

    private static Step with(Step step, List<Effect> more) {
        var effects = new ArrayList<>(step.effects());
        effects.addAll(more);
        return new Step(step.next(), effects);
    }

    /** Tells people once that most of the chat's budget is spent. */
    private List<Effect> warning(Usage before, Usage next) {
        if (before.equals(next)) {
            return List.of();
        }
        return next
                .limit()
                .filter(limit -> !limit.isNear(before.usdOfDay(now())) && limit.isNear(next.usdOfDay(now())))
                .<Effect>map(limit -> new Effect.Show(new ChatProtocol.Noticed(warning(limit, next.usdOfDay(now())))))
                .stream()
                .toList();
    }

    private static String warning(DayLimit limit, double spent) {
        return limit.isReached(spent)
                ? Texts.of("budget.reached", HumanText.usd(spent), limit.percent(spent))
                : Texts.of("budget.near", HumanText.usd(spent), limit.percent(spent), HumanText.usd(limit.usd()));
    }

    private Instant now() {
        return context.now();
    }
}
