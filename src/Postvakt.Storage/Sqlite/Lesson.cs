using System.Text;
using Postvakt.Memory;

namespace Postvakt.Storage.Sqlite;

/// <summary>
/// What one trusted mail teaches about its author, packed small, so that it can wait out the quiet time and be taken back when a verdict is
/// revised.
/// </summary>
internal sealed record Lesson(
    string Author, long Name, long At, IReadOnlyList<(HabitKind Kind, long Value)> Habits, IReadOnlyList<string> Hosts, IReadOnlyList<string> Recipients)
{
    public static Lesson Of(Experience experience) => new(
        experience.Question.Author, experience.Question.AuthorName, experience.Question.At,
        experience.Habits, experience.Question.Hosts, experience.Question.Recipients);

    public byte[] Pack()
    {
        using var bytes = new MemoryStream(256);
        // Not the writer's own encoding: that one throws for half a surrogate pair.
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Author);
        writer.Write(Name);
        writer.Write7BitEncodedInt(Habits.Count);
        foreach (var (kind, value) in Habits)
        {
            writer.Write((byte)kind);
            writer.Write(value);
        }
        WriteAll(writer, Hosts);
        WriteAll(writer, Recipients);
        writer.Flush();
        return bytes.ToArray();
    }

    public static Lesson Unpack(byte[] data, long at)
    {
        using var reader = new BinaryReader(new MemoryStream(data));
        var author = reader.ReadString();
        var name = reader.ReadInt64();
        var habits = new (HabitKind, long)[reader.Read7BitEncodedInt()];
        for (var i = 0; i < habits.Length; i++) habits[i] = ((HabitKind)reader.ReadByte(), reader.ReadInt64());
        return new Lesson(author, name, at, habits, ReadAll(reader), ReadAll(reader));
    }

    private static void WriteAll(BinaryWriter writer, IReadOnlyList<string> texts)
    {
        writer.Write7BitEncodedInt(texts.Count);
        foreach (var text in texts) writer.Write(text);
    }

    private static string[] ReadAll(BinaryReader reader)
    {
        var texts = new string[reader.Read7BitEncodedInt()];
        for (var i = 0; i < texts.Length; i++) texts[i] = reader.ReadString();
        return texts;
    }
}
