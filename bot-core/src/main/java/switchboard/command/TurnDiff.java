package switchboard.command;

import java.util.List;
import switchboard.diff.DiffGuard;
import switchboard.diff.DiffReport;
import switchboard.diff.FileDiff;
import switchboard.diff.UnifiedDiff;
import switchboard.model.AgentQuery;
import switchboard.model.ChangedTurn;
import switchboard.model.ChatState;
import switchboard.model.FilePatch;
import switchboard.model.Session;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** Shows what a turn has changed in files, line by line. Pure but for {@link #report}. */
record TurnDiff(ChangedTurn turn, Session session, DiffGuard guard) {

    Reaction show(ChatState state) {
        return Reaction.of(
                state,
                new Reaction.AskAgent<>(new AgentQuery.Patches(turn.id()), session, (now, result) -> switch (result) {
                    case AgentQuery.Unanswered<AgentQuery.PatchList> none ->
                        Reaction.say(now, Texts.of("undo.noDiff", Markdown.text(none.why())));
                    case AgentQuery.Answered<AgentQuery.PatchList> known ->
                        known(now, known.answer().files());
                }));
    }

    private Reaction known(ChatState now, List<FilePatch> patches) {
        return patches.isEmpty()
                ? Reaction.say(now, Texts.of("undo.noDiff", ""))
                : Reaction.of(now, Reaction.Work.of(() -> report(patches), this::say));
    }

    /** Looks at the disk, for closed files. */
    private DiffReport report(List<FilePatch> patches) {
        return DiffReport.of(
                new UnifiedDiff(patches.stream().map(TurnDiff::diff).toList()), "changes", guard);
    }

    private static FileDiff diff(FilePatch patch) {
        var after = patch.path().toString();
        var before = patch.isNew() ? null : after;
        return patch.isText()
                ? FileDiff.text(before, after, hunks(patch))
                : new FileDiff(before, after, null, true, List.of(), 0, 0);
    }

    private static List<FileDiff.Hunk> hunks(FilePatch patch) {
        return patch.hunks().stream()
                .map(hunk -> new FileDiff.Hunk(hunk.from(), hunk.to(), "", hunk.lines()))
                .toList();
    }

    private Reaction say(ChatState now, DiffReport report) {
        var more = turn.mayBeMore() ? "\n" + Texts.of("undo.notInDiff") : "";
        return Diffs.show(
                now,
                report,
                report.text() + more,
                turn.undone() ? List.of() : List.of(List.of(UndoCommand.button(turn.id()))));
    }
}
