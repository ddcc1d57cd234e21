using System.Runtime.InteropServices;

namespace Postvakt.Storage.Sqlite;

/// <summary>
/// Which messages hold a print. The index is ordered by print, so that each new one lands on a page of its own; written at once they were two thirds
/// of what a mail cost the disk. New prints therefore wait in a row for each message, in the order they came, known by heart here, and move into the
/// index sorted, a little with every message.
/// </summary>
internal sealed class PrintTable : IDisposable
{
    /// <summary>Prints that wait before they begin to move: about twenty for each page of the index of a Memory of 100,000 messages.</summary>
    private const int Run = 65_536;

    private readonly MemoryFile _file;
    private readonly Statement _find, _insert, _wait, _gone;
    private WaitingPrints _recent = new(), _leaving = new();
    private (long Print, long Message)[] _sorted = [];
    private int _moved;
    private long _lastRow, _lastLeaving;

    public PrintTable(MemoryFile file)
    {
        _file = file;
        _find = file.Prepare("SELECT message FROM print WHERE print=?1 LIMIT ?2");
        _insert = file.Prepare("INSERT OR IGNORE INTO print VALUES(?1,?2)");
        _wait = file.Prepare("INSERT INTO print_waiting(message,prints) VALUES(?1,?2)");
        _gone = file.Prepare("DELETE FROM print_waiting WHERE id<=?1");
        Reload();
    }

    /// <summary>Fills in messages that hold the print, as many as there is room for, each once; returns how many.</summary>
    public int Find(long print, Span<long> holders)
    {
        var count = 0;
        _find.Bind(1, print).Bind(2, holders.Length);
        while (count < holders.Length && _find.Step()) holders[count++] = _find.Int64(0);
        _find.Reset();
        // What is on its way stands in both places.
        return _recent.Find(print, holders, _leaving.Find(print, holders, count));
    }

    /// <summary>Adds the prints of a message.</summary>
    public void Add(long message, IReadOnlyCollection<long> prints)
    {
        if (prints.Count == 0) return;
        var array = prints.ToArray();
        _lastRow = _wait.Bind(1, message).Bind(2, MemoryMarshal.AsBytes(array.AsSpan())).Insert();
        foreach (var print in array) _recent.Add(print, message);
        if (_moved == _sorted.Length && _recent.Count >= Run) Leave();
        // Twice as quick as new ones come, so that they are gone before the next run begins.
        Move(2 * array.Length);
    }

    /// <summary>Moves all that waits into the index.</summary>
    public void MoveAll()
    {
        Move(int.MaxValue);
        Leave();
        Move(int.MaxValue);
    }

    /// <summary>Reads anew what waits, after a rollback.</summary>
    public void Reload()
    {
        (_recent, _leaving, _sorted, _moved, _lastRow) = (new(), new(), [], 0, 0);
        using var waiting = _file.Prepare("SELECT id,message,prints FROM print_waiting ORDER BY id");
        while (waiting.Step())
        {
            _lastRow = waiting.Int64(0);
            var message = waiting.Int64(1);
            foreach (var print in MemoryMarshal.Cast<byte, long>(waiting.Bytes(2))) _recent.Add(print, message);
        }
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_find, _insert, _wait, _gone]) statement.Dispose();
    }

    private void Leave()
    {
        (_leaving, _recent, _lastLeaving, _moved) = (_recent, new(), _lastRow, 0);
        _sorted = _leaving.Sorted();
    }

    private void Move(int count)
    {
        if (_moved == _sorted.Length) return;
        for (var end = (int)Math.Min((long)_moved + count, _sorted.Length); _moved < end; _moved++)
            _insert.Bind(1, _sorted[_moved].Print).Bind(2, _sorted[_moved].Message).Run();
        if (_moved < _sorted.Length) return;
        _gone.Bind(1, _lastLeaving).Run();
        (_leaving, _sorted, _moved) = (new(), [], 0);
    }
}
