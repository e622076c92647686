/**
 * The slash commands, one file each. A command is pure: it turns an {@code Invocation} into a {@code Reaction}, which is the
 * chat's next state and the actions that follow once that is stored. The catalogue finds commands by {@code ServiceLoader};
 * dispatch, {@code /help} and the front's menu use the catalogue.
 */
@NullMarked
package switchboard.command;

import org.jspecify.annotations.NullMarked;
