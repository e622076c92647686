package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import switchboard.model.Activity;
import switchboard.model.ChatState;
import switchboard.model.Usage;
import switchboard.text.HumanText;
import switchboard.text.Markdown;

/** {@code /status}: all about this chat, and how many others are active. */
@AutoService(SlashCommand.class)
public final class StatusCommand implements SlashCommand {

    private static final String INDENT = Markdown.INDENT + " ";

    @Override
    public String name() {
        return "status";
    }

    @Override
    public String description() {
        return "What this chat is doing: session, directory, queue, usage";
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
        lines.add("📊 Bot Status");
        lines.add("");
        addChat(lines, state);
        lines.add("🤖 Provider: " + call.facts().agent().id());
        addSettings(lines, state, call.facts());
        lines.add("📁 Dir: " + Moves.directory(state.session()));
        addQueue(lines, state);
        lines.add("");
        lines.add("📊 Global: "
                + HumanText.count(
                        overview.all().stream().filter(Overview::isActive).count(), "active session"));
        lines.add(INDENT + "Use /sessions to view all");
        lines.add("");
        addQuery(lines, overview.own().activity(), call);
        addUsage(lines, state.usage());
        if (state.lastError() != null) {
            lines.add("❗ Last error: " + Markdown.text(state.lastError()));
        }
        return String.join("\n", lines);
    }

    private static void addChat(List<String> lines, ChatState state) {
        var session = state.session();
        lines.add("🆔 Chat: #" + state.id());
        lines.add(
                session.used()
                        ? "✅ Session: Active (" + Markdown.code(session.id().brief()) + "...)"
                        : "⚪ Session: None");
        if (session.title() != null) {
            lines.add("🏷 Title: " + Markdown.text(session.title()));
        }
    }

    private static void addSettings(List<String> lines, ChatState state, EngineFacts facts) {
        var settings = state.settings();
        lines.add("🧠 Model: " + Markdown.text(facts.modelOf(settings)) + " · effort "
                + (settings.effort() == null ? "default" : settings.effort()) + " · mode "
                + facts.modeOf(settings).word());
    }

    private static void addQueue(List<String> lines, ChatState state) {
        var waiting = (int) state.waiting().count();
        var held = state.held().size();
        var queue = (waiting == 0 ? "empty" : HumanText.count(waiting, "message"))
                + (held == 0 ? "" : ", " + held + " on hold");
        lines.add("📥 Queue: " + queue + (waiting + held == 0 ? "" : ", /pending"));
        state.waitingMoves().forEach(move -> lines.add(INDENT + "then moves to " + Moves.directory(move.to())));
    }

    private static void addQuery(List<String> lines, Activity activity, Invocation call) {
        if (activity.isIdle()) {
            lines.add("⚪ Query: Idle");
            return;
        }
        var icon = switch (activity.phase()) {
            case WAITING -> "⏳";
            case ASKING -> "❓";
            case STOPPING -> "🛑";
            case RUNNING, IDLE -> "🔄";
        };
        lines.add(icon + " Query: " + SessionsCommand.doing(activity, call.now()));
        if (!activity.detail().isEmpty()) {
            lines.add(INDENT + "└─ " + Markdown.text(activity.detail()));
        }
    }

    private static void addUsage(List<String> lines, Usage usage) {
        if (usage.contextWindow() > 0) {
            lines.add("📈 Context: " + 100 * usage.contextTokens() / usage.contextWindow() + "% ("
                    + HumanText.tokens(usage.contextTokens()) + " of " + HumanText.tokens(usage.contextWindow())
                    + " tokens)");
        }
        if (usage.turns() > 0) {
            lines.add("💰 Cost: " + HumanText.usd(usage.sessionUsd()) + " this session, " + HumanText.usd(usage.usd())
                    + " this chat");
        }
    }
}
