package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import switchboard.model.ChatState;
import switchboard.model.Markdown;
import switchboard.model.Reply;

/** {@code /rules}: what this chat has allowed for good, with buttons to revoke it. */
@AutoService(SlashCommand.class)
public final class RulesCommand implements SlashCommand {

    private static final int MOST = 30;

    @Override
    public String name() {
        return "rules";
    }

    @Override
    public String description() {
        return "What is always allowed here, with buttons to revoke it";
    }

    @Override
    public Reaction run(Invocation call) {
        return switch (call.word()) {
            case "" -> Reaction.say(call.state(), list(call.state(), ""));
            case "revoke" -> revoke(call);
            default ->
                call.say("/rules does not know “" + Markdown.text(call.word()) + "”. Send /rules alone to see them.");
        };
    }

    private static Reply list(ChatState state, String before) {
        var rules = state.settings().rules();
        if (rules.isEmpty()) {
            return Reply.of(before.isEmpty() ? "Nothing is always allowed here; Claude asks." : before.strip());
        }
        var shown = Math.min(MOST, rules.size());
        var lines = IntStream.range(0, shown)
                .mapToObj(index -> "**" + (index + 1) + "** "
                        + Markdown.code(rules.get(index).text()))
                .collect(Collectors.joining("\n"));
        var more = rules.size() > MOST ? "\nand " + (rules.size() - MOST) + " more" : "";
        var buttons = IntStream.rangeClosed(1, shown)
                .mapToObj(number -> new Reply.Button("Revoke " + number, "/rules revoke " + number));
        return new Reply(before + "Always allowed here:\n" + lines + more, Buttons.rows(3, buttons));
    }

    private static Reaction revoke(Invocation call) {
        var rules = call.state().settings().rules();
        var number = call.rest().matches("\\d{1,4}") ? Integer.parseInt(call.rest()) : 0;
        if (number < 1 || number > rules.size()) {
            return Reaction.say(call.state(), list(call.state(), "There is no such rule any more.\n"));
        }
        var rule = rules.get(number - 1);
        var next = call.state().with(settings -> settings.withoutRule(rule));
        return Reaction.say(
                next,
                list(
                        next,
                        "Revoked " + Markdown.code(rule.text()) + ": Claude asks again, from the next prompt on.\n"));
    }
}
