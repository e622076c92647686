package switchboard.command;

import com.google.auto.service.AutoService;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import switchboard.model.Activity;
import switchboard.model.ChatSummary;
import switchboard.model.Reply;
import switchboard.text.HumanText;
import switchboard.text.Markdown;

/** {@code /sessions}: every known session, or those of this group; {@code /sessions cleanup [age]} removes idle ones. */
@AutoService(SlashCommand.class)
public final class SessionsCommand implements SlashCommand {

    private static final int PER_PAGE = 10;

    @Override
    public String name() {
        return "sessions";
    }

    @Override
    public String description() {
        return "All sessions; /sessions cleanup 7d removes those idle for longer";
    }

    @Override
    public Reaction run(Invocation call) {
        return switch (call.word()) {
            case "" -> list(call, 1);
            case "page" -> list(call, page(call.rest()));
            case "cleanup" -> SessionsCleanup.run(call);
            default ->
                call.say(
                        "/sessions does not know “" + Markdown.text(call.word())
                                + "”. Send /sessions alone to see them, or /sessions cleanup 7d to remove what idles for longer.");
        };
    }

    private static int page(String typed) {
        return typed.matches("\\d{1,6}") ? Integer.parseInt(typed) : 1;
    }

    private static Reaction list(Invocation call, int page) {
        return Reaction.of(
                call.state(),
                new Reaction.LookAround(
                        (state, summaries) -> Reaction.say(state, listed(call, Overview.of(state, summaries), page))));
    }

    private static Reply listed(Invocation call, Overview overview, int wanted) {
        var active = overview.visible(call.overview()).stream()
                .filter(Overview::isActive)
                .toList();
        if (active.isEmpty()) {
            return Reply.of("📭 No active sessions.");
        }
        var pages = (active.size() + PER_PAGE - 1) / PER_PAGE;
        var page = Math.clamp(wanted, 1, pages);
        var shown = active.stream()
                .skip((long) (page - 1) * PER_PAGE)
                .limit(PER_PAGE)
                .map(summary -> entry(summary, call.now()))
                .collect(Collectors.joining("\n\n"));
        var text = "📊 Active Sessions (" + active.size() + ")\n\n" + shown
                + (pages == 1 ? "" : "\n\nPage " + page + " of " + pages);
        return new Reply(text, buttons(overview.own(), page, pages));
    }

    private static String entry(ChatSummary summary, Instant now) {
        return String.join(
                "\n" + Markdown.INDENT,
                "• Chat: " + Markdown.text(summary.title()) + " (#" + summary.chat() + ")",
                "Status: " + doing(summary.activity(), now)
                        + (summary.held() == 0 ? "" : " · " + summary.held() + " on hold"),
                "Dir: " + Markdown.code(summary.directory()),
                "Last activity: " + HumanText.ago(summary.lastActivity(), now));
    }

    /** {@code Running (15s)} or {@code Idle}. */
    static String doing(Activity activity, Instant now) {
        var word = activity.phase().word();
        return activity.isIdle()
                ? word
                : word + " (" + HumanText.elapsed(Duration.between(activity.since(), now)) + ")";
    }

    private static List<List<Reply.Button>> buttons(ChatSummary own, int page, int pages) {
        var rows = new ArrayList<List<Reply.Button>>();
        var turning = Stream.of(page - 1, page + 1)
                .filter(other -> other >= 1 && other <= pages)
                .map(other -> new Reply.Button(other < page ? "Previous" : "Next", "/sessions page " + other));
        rows.addAll(Buttons.rows(2, turning));
        var here = new ArrayList<Reply.Button>();
        if (!own.activity().isIdle()) {
            here.add(new Reply.Button("Stop this chat", "/stop"));
        }
        here.add(new Reply.Button("Rename this chat", "/title"));
        here.add(new Reply.Button("Clean up", "/sessions cleanup"));
        rows.add(here);
        return rows;
    }
}
