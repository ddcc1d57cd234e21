using Postvakt.Messages;

namespace Postvakt.Intake.Looks;

/// <summary>A held mail judged once more for whom looks at it: what of it deviates from what is known now. Changes nothing, is recorded nowhere.</summary>
/// <param name="Habits">What deviates.</param>
/// <param name="Files">Attached files, as trees.</param>
public sealed record SecondLook(IReadOnlyList<HabitPair> Habits, IReadOnlyList<FileSight> Files)
{
    public static SecondLook Of(Message message, Judge judge) => new(HabitPair.Of(judge.Examine(message)), FileSight.Of(message.Attachments));
}
