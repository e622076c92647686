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
import switchboard.text.Texts;

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
        return Texts.of("help.sessions");
    }

    @Override
    public Reaction run(Invocation call) {
        return switch (call.word()) {
            case "" -> list(call, 1);
            case "page" -> list(call, page(call.rest()));
            case "cleanup" -> cleanUp(call);
            default -> call.say(Texts.of("sessions.unknownWord", Markdown.text(call.word())));
        };
    }

    /** What a session has goes with it: the mode that its owner chose, and the rules. */
    private static Reaction cleanUp(Invocation call) {
        return call.caller().isOwner() ? SessionsCleanup.run(call) : call.deny(Texts.of("owner.cleanup"));
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
        var active = overview.visible(call.caller().overview()).stream()
                .filter(Overview::isActive)
                .toList();
        if (active.isEmpty()) {
            return Reply.of(Texts.of("sessions.none"));
        }
        var pages = (active.size() + PER_PAGE - 1) / PER_PAGE;
        var page = Math.clamp(wanted, 1, pages);
        var shown = active.stream()
                .skip((long) (page - 1) * PER_PAGE)
                .limit(PER_PAGE)
                .map(summary -> entry(summary, call.now()))
                .collect(Collectors.joining("\n\n"));
        var text = Texts.of("sessions.title", active.size()) + "\n\n" + shown
                + (pages == 1 ? "" : "\n\n" + Texts.of("sessions.page", page, pages));
        return new Reply(text, buttons(call, overview.own(), page, pages));
    }

    private static String entry(ChatSummary summary, Instant now) {
        var doing = doing(summary.activity(), now);
        return String.join(
                "\n" + Markdown.INDENT,
                Texts.of("sessions.chat", Markdown.text(summary.title()), summary.chat()),
                summary.held() == 0
                        ? Texts.of("sessions.status", doing)
                        : Texts.of("sessions.statusHeld", doing, summary.held()),
                Texts.of("sessions.directory", Markdown.code(summary.directory())),
                Texts.of("sessions.last", HumanText.ago(summary.lastActivity(), now)));
    }

    /** {@code Running (15s)} or {@code Idle}. */
    static String doing(Activity activity, Instant now) {
        var word = activity.word();
        return activity.isIdle()
                ? word
                : Texts.of("activity.since", word, HumanText.elapsed(Duration.between(activity.since(), now)));
    }

    private static List<List<Reply.Button>> buttons(Invocation call, ChatSummary own, int page, int pages) {
        var rows = new ArrayList<List<Reply.Button>>();
        var turning = Stream.of(page - 1, page + 1)
                .filter(other -> other >= 1 && other <= pages)
                .map(other -> new Reply.Button(
                        Texts.of(other < page ? "sessions.button.previous" : "sessions.button.next"),
                        "/sessions page " + other));
        rows.addAll(Buttons.rows(2, turning));
        var here = new ArrayList<Reply.Button>();
        if (!own.activity().isIdle()) {
            here.add(new Reply.Button(Texts.of("sessions.button.stop"), "/stop"));
        }
        here.add(new Reply.Button(Texts.of("sessions.button.rename"), "/title"));
        if (call.mayOfferToOwners()) {
            here.add(new Reply.Button(Texts.of("sessions.button.cleanUp"), "/sessions cleanup"));
        }
        rows.add(here);
        return rows;
    }
}
