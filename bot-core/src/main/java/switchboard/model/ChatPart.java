package switchboard.model;

/** A part of a {@link ChatState}, with the transitions that concern nothing else. Immutable. */
public sealed interface ChatPart
        permits Address,
                Answers,
                Bookmarks,
                ChangeLog,
                Memo,
                Offers,
                Queue,
                Receipts,
                Sessions,
                Settings,
                ShellCommands,
                Shortcuts,
                Usage {}
