using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Postvakt.Storage.Sqlite;

namespace Postvakt.Bench;

/// <summary>Puts very much held mail into a store.</summary>
internal static class HeldFill
{
    private const int Batch = 1_000;

    /// <summary>
    /// Records as the gateway does, but enters the terms afterwards and in their order: one by one, each touches a page of its own, and a million mails take
    /// half an hour. The pages of terms are fuller then than in life.
    /// </summary>
    public static void Fill(string path, Func<SqliteLedger> open, HeldMails mails, int items)
    {
        var started = Stopwatch.GetTimestamp();
        var terms = new List<(long Term, long At, string Id)>(items * 13);
        using (var ledger = open())
        {
            for (var i = 0; i < items; i++)
            {
                var (entry, experience) = mails.Next(i);
                terms.AddRange(entry.Terms.Select(t => (t, entry.At.ToUnixTimeMilliseconds(), entry.Answer.Id)));
                ledger.Record(entry with { Terms = [] }, experience, out _);
                if (i % Batch == Batch - 1) ledger.Commit();
                if (i % 100_000 == 99_999) Console.Error.WriteLine($"{i + 1:N0} recorded, {Stopwatch.GetElapsedTime(started).TotalMicroseconds / (i + 1):F0} us each");
            }
            ledger.Commit();
        }
        terms.Sort((a, b) => a.Term != b.Term ? a.Term.CompareTo(b.Term) : a.At != b.At ? a.At.CompareTo(b.At) : string.CompareOrdinal(a.Id, b.Id));
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO term(term,at,id,org) VALUES($term,$at,$id,1)";
        foreach (var value in (string[])["$term", "$at", "$id"]) insert.Parameters.AddWithValue(value, 0);
        foreach (var (term, at, id) in terms)
        {
            (insert.Parameters[0].Value, insert.Parameters[1].Value, insert.Parameters[2].Value) = (term, at, id);
            insert.ExecuteNonQuery();
        }
        transaction.Commit();
        Console.Error.WriteLine($"{terms.Count:N0} terms, {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s in all");
    }
}
