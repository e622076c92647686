package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import switchboard.model.ChatState;
import switchboard.model.Markdown;
import switchboard.model.Move;
import switchboard.model.Prompt;
import switchboard.model.Reply;

/** {@code /pending}: what waits in this chat, open questions included; its buttons remove, clear and go on. */
@AutoService(SlashCommand.class)
public final class PendingCommand implements SlashCommand {

    private static final int MOST = 20;

    @Override
    public String name() {
        return "pending";
    }

    @Override
    public List<String> aliases() {
        return List.of("q");
    }

    @Override
    public String description() {
        return "What waits in this chat, with buttons to remove it";
    }

    @Override
    public Reaction run(Invocation call) {
        return switch (call.word()) {
            case "" ->
                Reaction.of(call.state(), new Reaction.Say(list(call.state(), "")), new Reaction.ShowQuestions());
            case "remove" -> remove(call);
            case "clear" -> clear(call);
            case "go" -> goOn(call);
            default ->
                call.say("/pending does not know “" + Markdown.text(call.word())
                        + "”. Send /pending alone to see what waits.");
        };
    }

    private static Reply list(ChatState state, String before) {
        var now = state.flight() == null
                ? ""
                : "Now: " + Prompts.quoted(state.flight().prompt()) + "\n";
        if (state.inbox().isEmpty()) {
            return Reply.of(before + now + "Nothing waits.");
        }
        var more = state.inbox().size() > MOST ? "\nand " + (state.inbox().size() - MOST) + " more" : "";
        return new Reply(
                before + now + (state.paused() ? "On hold:\n" : "Waiting:\n") + lines(state) + more, buttons(state));
    }

    private static String lines(ChatState state) {
        var lines = new ArrayList<String>();
        var number = 0;
        for (var entry : state.inbox().stream().limit(MOST).toList()) {
            lines.add(
                    switch (entry) {
                        case Move move -> "→ then moves to " + Moves.directory(move.to());
                        case Prompt prompt -> "**" + ++number + "** " + Prompts.quoted(prompt);
                    });
        }
        return String.join("\n", lines);
    }

    private static List<List<Reply.Button>> buttons(ChatState state) {
        var removing = new ArrayList<Reply.Button>();
        state.inbox().stream().limit(MOST).forEach(entry -> {
            if (entry instanceof Prompt prompt) {
                removing.add(new Reply.Button(
                        "Remove " + (removing.size() + 1), "/pending remove " + Prompts.key(prompt.id())));
            }
        });
        var rows = new ArrayList<>(Buttons.rows(3, removing.stream()));
        if (state.paused()) {
            rows.addAll(Prompts.goOnOrClear(state));
        } else if (!removing.isEmpty()) {
            rows.add(List.of(Prompts.clear(state)));
        }
        return rows;
    }

    private static Reaction remove(Invocation call) {
        var found = Prompts.waiting(call.state(), call.rest());
        if (found.isEmpty()) {
            return call.say(Prompts.GONE);
        }
        var next = call.state().drop(found.get().id());
        return Reaction.say(next, list(next, "Removed " + Prompts.quoted(found.get()) + ".\n"));
    }

    private static Reaction clear(Invocation call) {
        var next = call.rest().isEmpty() ? call.state().dropAll() : upTo(call.state(), call.rest());
        var count = call.state().waiting().count() - next.waiting().count();
        return count == 0
                ? call.say("Nothing waits.")
                : Reaction.say(next, "Removed " + Words.count(count, "prompt") + ".");
    }

    /** A button clears what waited when it was shown: the prompts up to the last of those. */
    private static ChatState upTo(ChatState state, String key) {
        var last = Prompts.waiting(state, key);
        var next = state;
        for (var prompt : last.isEmpty() ? List.<Prompt>of() : state.waiting().toList()) {
            next = next.drop(prompt.id());
            if (prompt.equals(last.get())) {
                break;
            }
        }
        return next;
    }

    private static Reaction goOn(Invocation call) {
        if (!call.state().paused()) {
            return call.say("Nothing is on hold.");
        }
        var next = call.state().goOn();
        return next.paused()
                ? Reaction.say(next, StopCommand.overtaking(next))
                : Reaction.say(
                        next,
                        "Going on with " + Words.count(call.state().waiting().count(), "prompt") + ".");
    }
}
