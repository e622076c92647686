package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import switchboard.model.Activity;
import switchboard.model.ChatState;
import switchboard.model.Usage;
import switchboard.text.HumanText;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** {@code /status}: everything about this chat, and how many others are active. */
@AutoService(SlashCommand.class)
public final class StatusCommand implements SlashCommand {

    private static final String INDENT = Markdown.INDENT + " ";

    @Override
    public String name() {
        return "status";
    }

    @Override
    public String description() {
        return Texts.of("help.status");
    }

    @Override
    public Reaction run(Invocation call) {
        return Reaction.of(
                call.state(),
                new Reaction.LookAround(
                        (state, summaries) -> Reaction.say(state, text(call, state, Overview.of(state, summaries)))));
    }

    private static String text(Invocation call, ChatState state, Overview overview) {
        var lines = new ArrayList<String>();
        lines.add(Texts.of("status.title"));
        lines.add("");
        addChat(lines, state);
        lines.add(Texts.of("status.agent", call.facts().agent().id()));
        addSettings(lines, state, call.facts());
        if (!call.caller().isOwner()) {
            lines.add(Texts.of("status.user"));
        }
        lines.add(Texts.of("status.directory", Moves.directory(state.session())));
        addQueue(lines, state);
        lines.add("");
        lines.add(Texts.of(
                "status.global",
                overview.all().stream().filter(Overview::isActive).count()));
        lines.add(INDENT + Texts.of("status.all"));
        lines.add("");
        addQuery(lines, overview.own().activity(), call);
        addUsage(lines, state.usage());
        addLimits(lines, state, call);
        if (state.undelivered().lastError() != null) {
            lines.add(Texts.of(
                    "status.lastError", Markdown.text(state.undelivered().lastError())));
        }
        return String.join("\n", lines);
    }

    private static void addChat(List<String> lines, ChatState state) {
        var session = state.session();
        lines.add(Texts.of("status.chat", state.id()));
        lines.add(
                session.isEmpty()
                        ? Texts.of("status.noSession")
                        : Texts.of("status.session", Markdown.code(session.id().brief())));
        if (session.title() != null) {
            lines.add(Texts.of("status.sessionTitle", Markdown.text(session.title())));
        }
    }

    private static void addSettings(List<String> lines, ChatState state, EngineFacts facts) {
        var settings = state.settings();
        lines.add(Texts.of(
                "status.settings",
                Markdown.text(facts.modelOf(settings)),
                settings.effort() == null ? "default" : settings.effort(),
                facts.modeOf(settings).word()));
    }

    private static void addQueue(List<String> lines, ChatState state) {
        var waiting = (int) state.waiting().count();
        var held = state.held().size();
        lines.add(queue(waiting, held));
        state.queue().moves().forEach(move -> lines.add(INDENT + Texts.of("status.moves", Moves.directory(move.to()))));
    }

    private static String queue(int waiting, int held) {
        if (waiting == 0) {
            return held == 0 ? Texts.of("status.queueEmpty") : Texts.of("status.queueOnlyHeld", held);
        }
        return held == 0 ? Texts.of("status.queue", waiting) : Texts.of("status.queueHeld", waiting, held);
    }

    private static void addQuery(List<String> lines, Activity activity, Invocation call) {
        if (activity.isIdle()) {
            lines.add(Texts.of("status.query", "⚪", activity.word()));
            return;
        }
        var icon = switch (activity.phase()) {
            case FETCHING, LISTENING, WAITING -> "⏳";
            case ASKING -> "❓";
            case STOPPING -> "🛑";
            case RUNNING, IDLE -> "🔄";
        };
        lines.add(Texts.of("status.query", icon, SessionsCommand.doing(activity, call.now())));
        if (!activity.namesFiles() && !activity.detail().isEmpty()) {
            lines.add(INDENT + Texts.of("status.detail", Markdown.text(activity.detail())));
        }
    }

    private static void addLimits(List<String> lines, ChatState state, Invocation call) {
        SpentToday.of(state.usage(), call.now())
                .map(spent -> Texts.of("status.budget", spent.spent(), spent.most(), spent.percent()))
                .ifPresent(lines::add);
        SpentToday.ofAll(state, call)
                .map(spent -> Texts.of("status.budgetOfAll", spent.spent(), spent.most(), spent.percent()))
                .ifPresent(lines::add);
    }

    private static void addUsage(List<String> lines, Usage usage) {
        if (usage.contextWindow() > 0) {
            lines.add(Texts.of(
                    "status.context",
                    100 * usage.contextTokens() / usage.contextWindow(),
                    HumanText.tokens(usage.contextTokens()),
                    HumanText.tokens(usage.contextWindow())));
        }
        if (usage.turns() > 0) {
            lines.add(Texts.of("status.cost", HumanText.usd(usage.sessionUsd()), HumanText.usd(usage.usd())));
        }
    }
}
