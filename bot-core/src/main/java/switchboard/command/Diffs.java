package switchboard.command;

import java.util.ArrayList;
import java.util.List;
import switchboard.diff.DiffReport;
import switchboard.model.ChatState;
import switchboard.model.Reply;

/** Diffs as replies. */
final class Diffs {

    private Diffs() {}

    /**
     * Shows a diff: a message, and a file if it is long.
     *
     * @param text what the report says, perhaps with more around it
     */
    static Reaction show(ChatState now, DiffReport report, String text, List<List<Reply.Button>> buttons) {
        var actions = new ArrayList<Reaction.Action>();
        actions.add(new Reaction.Say(new Reply(text, buttons)));
        var document = report.document();
        if (document != null) {
            actions.add(new Reaction.SendText(document.name(), document.content()));
        }
        return new Reaction(now, actions);
    }
}
