/** Tests of the rendering: golden texts, and generated ones against a checker of Telegram's HTML rules. */
@org.jspecify.annotations.NullMarked
package switchboard.telegram.markdown;
