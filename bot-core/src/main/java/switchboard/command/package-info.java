/**
 * The slash commands, one file each. A command is pure: it turns an {@code Invocation} into a {@code Reaction}, the
 * chat's next state and what is to be done once that is stored. The catalogue finds commands by {@code ServiceLoader};
 * dispatch, {@code /help} and the front's menu follow from it.
 */
@NullMarked
package switchboard.command;

import org.jspecify.annotations.NullMarked;
