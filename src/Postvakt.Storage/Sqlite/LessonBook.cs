using Postvakt.Memory;

namespace Postvakt.Storage.Sqlite;

/// <summary>
/// What trusted mail teaches about people, hosts and domains. A lesson of clean mail waits out the quiet time first; a revised verdict takes it
/// back whether it was applied or not, so that a patient thief cannot train us.
/// </summary>
internal sealed class LessonBook : IDisposable
{
    private readonly MemoryFile _file;
    private readonly PersonTable _people;
    private readonly DomainTable _domains;
    private readonly long _quiet;
    private readonly bool _rhythm;
    private readonly Queue<(long Message, long At)> _waiting = new();
    private readonly Statement _insert, _read, _applied, _delete, _trust;
    private readonly Statement _person, _name, _habit, _count, _pair, _host;

    public LessonBook(MemoryFile file, PersonTable people, DomainTable domains, MemoryOptions options)
    {
        _file = file;
        _people = people;
        _domains = domains;
        _quiet = (long)options.QuietTime.TotalSeconds;
        _rhythm = options.RememberRhythm;
        _insert = file.Prepare("INSERT OR REPLACE INTO lesson VALUES(?1,?2,0,?3)");
        _read = file.Prepare("SELECT at,applied,data FROM lesson WHERE message=?1");
        _applied = file.Prepare("UPDATE lesson SET applied=1 WHERE message=?1");
        _delete = file.Prepare("DELETE FROM lesson WHERE message=?1");
        _trust = file.Prepare("UPDATE message SET standing=0 WHERE id=?1 AND standing=1");
        _person = file.Prepare("UPDATE person SET messages=max(0,messages+?2), last=max(last,?3) WHERE id=?1");
        _name = file.Prepare("INSERT INTO name VALUES(?1,?2,?3,?4) ON CONFLICT DO UPDATE SET messages=max(0,messages+?3), last=max(last,?4)");
        _habit = file.Prepare("INSERT INTO habit VALUES(?1,?2,?3,?4,?5) ON CONFLICT DO UPDATE SET messages=max(0,messages+?4), last=max(last,?5)");
        _count = file.Prepare("SELECT messages FROM habit WHERE person=?1 AND kind=?2 AND value=?3");
        _pair = file.Prepare("INSERT INTO pair VALUES(?1,?2,?3,?4) ON CONFLICT DO UPDATE SET messages=max(0,messages+?3), last=max(last,?4)");
        _host = file.Prepare("INSERT INTO host VALUES(?1,?2,?2,?3,?4,?5) ON CONFLICT DO UPDATE SET messages=max(0,messages+?4), people=max(0,people+?5), last=max(last,?2)");
        Reload();
    }

    /// <summary>Reads anew what waits, after a rollback.</summary>
    public void Reload()
    {
        _waiting.Clear();
        using var waiting = _file.Prepare("SELECT message,at FROM lesson WHERE applied=0 ORDER BY at");
        while (waiting.Step()) _waiting.Enqueue((waiting.Int64(0), waiting.Int64(1)));
    }

    public void Take(long message, Experience experience)
    {
        if (experience.Standing == Standing.Trusted)
        {
            Teach(Lesson.Of(experience), +1);
        }
        else if (experience.Standing == Standing.Quiet)
        {
            _insert.Bind(1, message).Bind(2, experience.Question.At).Bind(3, Lesson.Of(experience).Pack()).Run();
            _waiting.Enqueue((message, experience.Question.At));
        }
    }

    /// <summary>Teaches at once what can be taken back.</summary>
    public void Vouch(long message, Experience experience)
    {
        var lesson = Lesson.Of(experience);
        _insert.Bind(1, message).Bind(2, lesson.At).Bind(3, lesson.Pack()).Run();
        _applied.Bind(1, message).Run();
        Teach(lesson, +1);
    }

    /// <summary>Applies lessons whose quiet time is over.</summary>
    public void Apply(long now)
    {
        while (_waiting.TryPeek(out var next) && next.At + _quiet <= now)
        {
            _waiting.Dequeue();
            if (Read(next.Message) is not ({ } lesson, false)) continue;
            Teach(lesson, +1);
            _applied.Bind(1, next.Message).Run();
            _trust.Bind(1, next.Message).Run();
        }
    }

    public void TakeBack(long message)
    {
        var (lesson, applied) = Read(message);
        if (lesson is null) return;
        if (applied) Teach(lesson, -1);
        _delete.Bind(1, message).Run();
    }

    private (Lesson? Lesson, bool Applied) Read(long message)
    {
        (Lesson?, bool) found = _read.Bind(1, message).Step() ? (Lesson.Unpack(_read.Bytes(2), _read.Int64(0)), _read.Int32(1) != 0) : (null, false);
        _read.Reset();
        return found;
    }

    private void Teach(Lesson lesson, int sign)
    {
        var author = _people.FindOrAdd(lesson.Author, lesson.At);
        if (author == 0) return;
        _person.Bind(1, author).Bind(2, sign).Bind(3, lesson.At).Run();
        _domains.Add(MemoryReader.DomainOf(lesson.Author), sign, lesson.At);
        if (lesson.Name != 0) _name.Bind(1, lesson.Name).Bind(2, author).Bind(3, sign).Bind(4, lesson.At).Run();
        var hostOf = 0;
        foreach (var (kind, value) in lesson.Habits)
        {
            if (!_rhythm && kind is HabitKind.Zone or HabitKind.Pace) continue;
            Habit(author, kind, value, sign, lesson.At);
            if (kind == HabitKind.Attachment) Habit(0, kind, value, sign, lesson.At);
            if (kind == HabitKind.Host && hostOf < lesson.Hosts.Count)
            {
                // Host habits stand in the order of the hosts.
                var name = lesson.Hosts[hostOf++];
                var messages = Count(author, kind, value);
                var people = sign > 0 ? (messages == 1 ? 1 : 0) : messages == 0 ? -1 : 0;
                _host.Bind(1, name).Bind(2, lesson.At).Bind(3, author).Bind(4, sign).Bind(5, people).Run();
            }
        }
        foreach (var recipient in lesson.Recipients)
        {
            var person = _people.FindOrAdd(recipient, lesson.At);
            if (person != 0) _pair.Bind(1, author).Bind(2, person).Bind(3, sign).Bind(4, lesson.At).Run();
        }
    }

    private void Habit(long person, HabitKind kind, long value, int sign, long at) =>
        _habit.Bind(1, person).Bind(2, (long)kind).Bind(3, value).Bind(4, sign).Bind(5, at).Run();

    private int Count(long person, HabitKind kind, long value)
    {
        var messages = _count.Bind(1, person).Bind(2, (long)kind).Bind(3, value).Step() ? _count.Int32(0) : 0;
        _count.Reset();
        return messages;
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_insert, _read, _applied, _delete, _trust, _person, _name, _habit, _count, _pair, _host]) statement.Dispose();
    }
}
