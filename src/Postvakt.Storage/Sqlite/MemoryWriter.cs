using Postvakt.Memory;

namespace Postvakt.Storage.Sqlite;

/// <summary>Takes experiences in: the message itself at once, what it teaches about its author when the quiet time is over.</summary>
internal sealed class MemoryWriter(MemoryFile file, PersonTable people, DomainTable domains, PrintTable prints, MemoryOptions options) : IDisposable
{
    private readonly LessonBook _lessons = new(file, people, domains, options);
    private readonly Statement _byKey = file.Prepare("SELECT id,conversation,standing FROM message WHERE key=?1 LIMIT 1");
    private readonly Statement _insert = file.Prepare("INSERT INTO message(key,conversation,author,at,standing,prints) VALUES(?1,?2,?3,?4,?5,?6)");
    private readonly Statement _fill = file.Prepare("UPDATE message SET conversation=?2, author=?3, at=?4, standing=?5, prints=?6 WHERE id=?1");
    private readonly Statement _standing = file.Prepare("UPDATE message SET standing=?2 WHERE id=?1");
    private readonly Statement _conversation = file.Prepare("INSERT INTO conversation(subject,first,last,messages,replies) VALUES(?1,?2,?2,1,?3)");
    private readonly Statement _continue = file.Prepare("UPDATE conversation SET last=max(last,?2), messages=messages+1, replies=max(replies,?3) WHERE id=?1");
    private readonly Statement _participant = file.Prepare("INSERT INTO participant VALUES(?1,?2,?3) ON CONFLICT DO UPDATE SET wrote=wrote+?3");
    private readonly Statement _leave = file.Prepare("UPDATE participant SET wrote=max(0,wrote-1) WHERE conversation=?1 AND person=?2");
    private readonly Statement _left = file.Prepare("DELETE FROM participant WHERE conversation=?1 AND person=?2 AND wrote=0 AND NOT EXISTS(SELECT 1 FROM pair WHERE recipient=?2 AND messages>0)");
    private readonly Statement _written = file.Prepare("SELECT conversation,author,standing FROM message WHERE id=?1");
    private readonly Statement _signal = file.Prepare("INSERT OR IGNORE INTO signal VALUES(?1,?2,?3,?4,?5)");
    private readonly Statement _label = file.Prepare("INSERT OR REPLACE INTO label VALUES(?1,?2,?3)");

    public long Remember(Experience experience)
    {
        var question = experience.Question;
        _lessons.Apply(question.At);
        var (row, conversation, standing) = Existing(question.Id);
        if (row != 0 && standing != Standing.Referenced) return row;

        var belongs = experience.Standing is Standing.Trusted or Standing.Quiet;
        var author = people.FindOrAdd(question.Author, question.At);
        if (experience.Conversation != 0) conversation = experience.Conversation;
        if (conversation == 0) conversation = Begin(question, experience.Replies);
        else if (belongs) _continue.Bind(1, conversation).Bind(2, question.At).Bind(3, experience.Replies).Run();

        if (row == 0) row = Insert(question.Id, conversation, author, question.At, experience.Standing, experience.Prints.Count);
        else _fill.Bind(1, row).Bind(2, conversation).Bind(3, author).Bind(4, question.At).Bind(5, (long)experience.Standing).Bind(6, experience.Prints.Count).Run();
        prints.Add(row, experience.Prints);
        if (belongs) Join(conversation, author, question);
        foreach (var key in experience.Referenced)
        {
            if (Existing(key).Row == 0) Insert(key, conversation, 0, question.At, Standing.Referenced, 0);
        }
        foreach (var key in experience.Signals) _signal.Bind(1, key).Bind(2, question.At).Bind(3, row).Bind(4, conversation).Bind(5, author).Run();
        if (experience.Label is { } label) _label.Bind(1, row).Bind(2, question.At).Bind(3, label).Run();
        _lessons.Take(row, experience);
        return row;
    }

    /// <summary>Takes a mail in as history, also one that was only seen before.</summary>
    public long Vouch(Experience experience)
    {
        var row = Remember(experience with { Standing = Standing.Seen });
        var (conversation, standing) = StandingOf(row);
        if (standing == Standing.Trusted) return row;
        if (conversation != 0)
        {
            var author = people.FindOrAdd(experience.Question.Author, experience.Question.At);
            _continue.Bind(1, conversation).Bind(2, experience.Question.At).Bind(3, experience.Replies).Run();
            Join(conversation, author, experience.Question);
        }
        _standing.Bind(1, row).Bind(2, (long)Standing.Trusted).Run();
        _lessons.Vouch(row, experience);
        return row;
    }

    public void Revise(IReadOnlyCollection<long> messages, Standing standing)
    {
        foreach (var message in messages)
        {
            TakePart(message, standing);
            _standing.Bind(1, message).Bind(2, (long)standing).Run();
            if (standing is Standing.Seen or Standing.Bad) _lessons.TakeBack(message);
        }
    }

    /// <summary>
    /// Whose mail counts takes part in its conversation; whose mail no longer does, has written one less. Who wrote nothing else there and whom nobody ever wrote to is no part of it: a thief.
    /// </summary>
    private void TakePart(long message, Standing standing)
    {
        var (conversation, author, before) = _written.Bind(1, message).Step() ? (_written.Int64(0), _written.Int64(1), (Standing)_written.Int32(2)) : default;
        _written.Reset();
        var (did, does) = (before is Standing.Trusted or Standing.Quiet, standing is Standing.Trusted or Standing.Quiet);
        if (conversation == 0 || author == 0 || did == does) return;
        if (does)
        {
            _participant.Bind(1, conversation).Bind(2, author).Bind(3, 1).Run();
            return;
        }
        _leave.Bind(1, conversation).Bind(2, author).Run();
        _left.Bind(1, conversation).Bind(2, author).Run();
    }

    /// <summary>Drops what is past its retention. A scan of the print index, so once a day at most.</summary>
    public long Expire(long now)
    {
        _lessons.Apply(now);
        prints.MoveAll();
        var messages = now - (long)options.MessageRetention.TotalSeconds;
        var habits = now - (long)options.HabitRetention.TotalSeconds;
        var dropped = file.Scalar($"SELECT COUNT(*) FROM message WHERE at<{messages}");
        if (dropped > 0)
        {
            file.Execute($"""
                DELETE FROM print WHERE message IN (SELECT id FROM message WHERE at<{messages});
                DELETE FROM message WHERE at<{messages};
                DELETE FROM participant WHERE conversation IN (SELECT id FROM conversation WHERE last<{messages});
                DELETE FROM conversation WHERE last<{messages};
                """);
        }
        file.Execute($"""
            DELETE FROM habit WHERE last<{habits};
            DELETE FROM pair WHERE last<{habits};
            DELETE FROM host WHERE last<{habits};
            DELETE FROM name WHERE last<{habits};
            DELETE FROM signal WHERE at<{now - (long)options.SignalWindow.TotalSeconds};
            DELETE FROM label WHERE at<{now - (long)options.LessonRetention.TotalSeconds};
            DELETE FROM lesson WHERE applied=1 AND at<{now - (long)options.LessonRetention.TotalSeconds};
            """);
        ForgetPeople(messages);
        return dropped;
    }

    /// <summary>Who wrote nothing that is kept and takes part in nothing is no longer known.</summary>
    private void ForgetPeople(long before)
    {
        if (file.Scalar($"SELECT EXISTS(SELECT 1 FROM person WHERE last<{before})") == 0) return;
        string gone;
        using (var rows = file.Prepare("SELECT json_group_array(id) FROM person WHERE last<?1 AND id NOT IN (SELECT author FROM message) AND id NOT IN (SELECT person FROM participant)"))
            gone = rows.Bind(1, before).Step() ? rows.Text(0) : "[]";
        if (gone == "[]") return;
        const string Them = "(SELECT value FROM json_each(?1))";
        foreach (var sql in (string[])[$"UPDATE host SET person=0 WHERE person IN {Them}", $"DELETE FROM pair WHERE sender IN {Them} OR recipient IN {Them}", $"DELETE FROM person WHERE id IN {Them}"])
        {
            using var statement = file.Prepare(sql);
            statement.Bind(1, gone).Run();
        }
    }

    private (long Conversation, Standing Standing) StandingOf(long row)
    {
        using var found = file.Prepare("SELECT conversation,standing FROM message WHERE id=?1");
        return found.Bind(1, row).Step() ? (found.Int64(0), (Standing)found.Int32(1)) : (0, Standing.Trusted);
    }

    private (long Row, long Conversation, Standing Standing) Existing(long key)
    {
        if (key == 0) return default;
        var found = _byKey.Bind(1, key).Step() ? (_byKey.Int64(0), _byKey.Int64(1), (Standing)_byKey.Int32(2)) : default;
        _byKey.Reset();
        return found;
    }

    private long Begin(Question question, int replies) => _conversation.Bind(1, question.Subject).Bind(2, question.At).Bind(3, replies).Insert();

    private long Insert(long key, long conversation, long author, long at, Standing standing, int prints) =>
        _insert.Bind(1, key).Bind(2, conversation).Bind(3, author).Bind(4, at).Bind(5, (long)standing).Bind(6, prints).Insert();

    private void Join(long conversation, long author, Question question)
    {
        if (author != 0) _participant.Bind(1, conversation).Bind(2, author).Bind(3, 1).Run();
        foreach (var recipient in question.Recipients)
        {
            var person = people.FindOrAdd(recipient, question.At);
            if (person != 0 && person != author) _participant.Bind(1, conversation).Bind(2, person).Bind(3, 0).Run();
        }
    }

    /// <summary>Forgets what it knows of the file's content, after a rollback.</summary>
    public void Reload() => _lessons.Reload();

    public void Dispose()
    {
        _lessons.Dispose();
        foreach (var statement in (Statement[])[_byKey, _insert, _fill, _standing, _conversation, _continue, _participant, _leave, _left, _written, _signal, _label])
            statement.Dispose();
    }
}
