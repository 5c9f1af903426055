package io.fragmentcache.contract;

import static io.fragmentcache.contract.SampleEntries.key;

import io.fragmentcache.key.Key;
import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Lease;
import io.fragmentcache.store.MemoryStamps;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import io.fragmentcache.store.Times;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One way to break the contract, and the tests that must notice. */
enum Fault {
    NONE {
        @Override
        Store over(MapNode node) {
            return new Passing(node);
        }
    },
    OVERWRITES_WHAT_IS_NEWER(
            "onlyANewerEntryReplacesTheOneThatIsThere",
            "ofTwoEntriesBornTogetherTheFirstIsKept",
            "aBulkWriteKeepsTheNewerOnesTooAndSaysWhatBecameOfEach",
            "readersNeverSeeAnEntryGrowOlderNorOneThatNobodyWrote") {
        @Override
        Store over(MapNode node) {
            return new Passing(node) {
                @Override
                public Written write(Entry entry) {
                    node.remove(entry.key());
                    return node.write(entry);
                }
            };
        }
    },
    KEEPS_THE_LAST_OF_EQUALS("ofTwoEntriesBornTogetherTheFirstIsKept") {
        @Override
        Store over(MapNode node) {
            return new Passing(node) {
                @Override
                public Written write(Entry entry) {
                    Entry there = node.read(entry.key());
                    if (there != null && there.times().born() == entry.times().born()) {
                        node.remove(entry.key());
                    }
                    return node.write(entry);
                }
            };
        }
    },
    LOOKS_AND_THEN_WRITES("readersNeverSeeAnEntryGrowOlderNorOneThatNobodyWrote") {
        @Override
        Store over(MapNode node) {
            return new Passing(node) {
                @Override
                public Written write(Entry entry) {
                    Entry there = node.read(entry.key());
                    if (there != null && !entry.isNewerThan(there)) {
                        return Written.NEWER_PRESENT;
                    }
                    LockSupport.parkNanos(100_000);
                    node.remove(entry.key());
                    return node.write(entry);
                }
            };
        }
    },
    LEAVES_ONE_OUT_OF_A_BULK_READ("aBulkReadFindsWhatIsThereAndLeavesOutTheRest") {
        @Override
        Store over(MapNode node) {
            return new Passing(node) {
                @Override
                public Map<Key, Entry> readAll(Collection<Key> keys) {
                    List<Key> all = List.copyOf(new LinkedHashSet<>(keys));
                    return node.readAll(all.subList(Math.min(1, all.size()), all.size()));
                }
            };
        }
    },
    OVERWRITES_IN_BULK("aBulkWriteKeepsTheNewerOnesTooAndSaysWhatBecameOfEach") {
        @Override
        Store over(MapNode node) {
            return new Passing(node) {
                @Override
                public List<Written> writeAll(List<Entry> entries) {
                    entries.forEach(entry -> remove(entry.key()));
                    return entries.stream().map(this::write).toList();
                }
            };
        }
    },
    SAYS_THAT_ALL_OF_A_BULK_WRITE_WAS_STORED("aBulkWriteKeepsTheNewerOnesTooAndSaysWhatBecameOfEach") {
        @Override
        Store over(MapNode node) {
            return new Passing(node) {
                @Override
                public List<Written> writeAll(List<Entry> entries) {
                    node.writeAll(entries);
                    return Collections.nCopies(entries.size(), Written.STORED);
                }
            };
        }
    },
    TAKES_ANY_ENTRY_FOR_A_NEWER_ONE("aNewerEntryThanTheOneSeenIsFoundAndNoOther") {
        @Override
        Store over(MapNode node) {
            return new Passing(node) {
                @Override
                public @Nullable Entry readNewer(Entry seen) {
                    return read(seen.key());
                }
            };
        }
    },
    CUTS_TEXTS("aTextOfAMegabyteIsReadBackWhole", "textsThatAreTooLargeAreKeptWholeOrNotAtAllAndHarmNoOther") {
        @Override
        Store over(MapNode node) {
            return new Passing(node) {
                @Override
                public Written write(Entry entry) {
                    String text = entry.text()
                            .substring(0, Math.min(1_000, entry.text().length()));
                    return node.write(new Entry(
                            entry.key(), entry.version(), text, entry.holes(), entry.snapshots(), entry.times()));
                }
            };
        }
    },
    MAKES_ROOM_FOR_WHAT_IS_TOO_LARGE("textsThatAreTooLargeAreKeptWholeOrNotAtAllAndHarmNoOther") {
        @Override
        Store over(MapNode node) {
            return new Passing(node) {
                @Override
                public Written write(Entry entry) {
                    if (entry.text().length() < 10_000_000) {
                        return node.write(entry);
                    }
                    node.bytes.clear();
                    return Written.REJECTED;
                }
            };
        }
    },
    MIXES_UP_KEYS("keysThatAreAlmostAlikeHoldEntriesOfTheirOwn") {
        @Override
        Store over(MapNode node) {
            return new Passing(node) {
                @Override
                public @Nullable Entry read(Key key) {
                    return node.read(key.equals(key("1")) ? key(1) : key);
                }
            };
        }
    },
    REMOVES_NOTHING("aRemovedEntryIsGoneAndMayComeBack", "theSizeIsTheNumberOfEntriesWhereItIsTold") {
        @Override
        Store over(MapNode node) {
            return new Passing(node) {
                @Override
                public void remove(Key key) {}
            };
        }
    },
    BRINGS_BACK_WHAT_WAS_REMOVED("whatWasRemovedIsNotBroughtBackByReadersThatWereUnderWay") {
        @Override
        Store over(MapNode node) {
            Map<Key, Entry> near = new ConcurrentHashMap<>();
            return new Passing(node) {
                @Override
                public @Nullable Entry read(Key key) {
                    Entry found = near.getOrDefault(key, node.read(key));
                    LockSupport.parkNanos(100_000);
                    if (found != null) {
                        near.put(key, found);
                    }
                    return found;
                }

                @Override
                public void remove(Key key) {
                    node.remove(key);
                    near.remove(key);
                }
            };
        }
    },
    MAKES_WHAT_IT_READS_YOUNGER(
            "whatIsReadBackEqualsWhatWasWritten", "anEntryThatIsOfNoUseAnyMoreIsGoneOrUnchangedAndGivesWay") {
        @Override
        Store over(MapNode node) {
            return new Passing(node) {
                @Override
                public @Nullable Entry read(Key key) {
                    Entry found = node.read(key);
                    if (found == null) {
                        return null;
                    }
                    Times was = found.times();
                    long more = 1_000_000;
                    Times times = new Times(
                            was.born(),
                            was.written(),
                            was.freshUntil() + more,
                            was.staleUntil() + more,
                            was.keepUntil() + more,
                            was.cost());
                    return new Entry(key, found.version(), found.text(), found.holes(), found.snapshots(), times);
                }
            };
        }
    },
    COUNTS_WRITES("theSizeIsTheNumberOfEntriesWhereItIsTold") {
        @Override
        Store over(MapNode node) {
            AtomicLong writes = new AtomicLong();
            return new Passing(node) {
                @Override
                public Written write(Entry entry) {
                    writes.incrementAndGet();
                    return node.write(entry);
                }

                @Override
                public long size() {
                    return writes.get();
                }
            };
        }
    },
    GIVES_A_STAMP_TWICE("noStampIsGivenTwice", "whoTouchesLastHasTheLaterStampWhicheverNodeThatIs") {
        @Override
        Store over(MapNode node) {
            return new Stamping(node) {
                @Override
                public long touch(Collection<Tag> tags) {
                    return shared.touch(tags) / 1_000_000;
                }
            };
        }
    },
    TOUCHES_NOTHING(
            "aTouchOutdatesWhatWasMadeBeforeAndNotWhatIsMadeAfter",
            "oneTouchGivesAllItsTagsOneStampAndTheNextALaterOne",
            "aTouchOutdatesOnEveryNodeWhatWasReadBeforeItCame") {
        @Override
        Store over(MapNode node) {
            return new Stamping(node) {
                @Override
                public long touch(Collection<Tag> tags) {
                    return shared.next();
                }
            };
        }
    },
    EXPIRES_WHAT_IS_TOUCHED("anExpiredTagIsToldFromATouchedOne") {
        @Override
        Store over(MapNode node) {
            return new Stamping(node) {
                @Override
                public long touch(Collection<Tag> tags) {
                    tags.forEach(tag -> shared.touch(List.of(tag.expiry())));
                    return shared.touch(tags);
                }
            };
        }
    },
    KEEPS_ITS_TOUCHES_TO_ITSELF("aTouchOutdatesOnEveryNodeWhatWasReadBeforeItCame", "anExpiryReachesEveryNode") {
        @Override
        Store over(MapNode node) {
            return new Passing(node) {
                @Override
                public Stamps stamps(InstantSource clock) {
                    return new MemoryStamps(clock);
                }
            };
        }
    },
    KEEPS_LEASES("aLeaseThatWasGivenBackIsGrantedAgain", "aLeaseIsHeldByOneNodeUntilItIsGivenBack") {
        @Override
        Store over(MapNode node) {
            return new Passing(node) {
                @Override
                public Optional<Lease> lease(Key key, Duration duration) {
                    return node.lease(key, duration).map(lease -> () -> {});
                }
            };
        }
    },
    GRANTS_LEASES_TO_ALL(
            "aLeaseIsHeldByOneNodeUntilItIsGivenBack", "aLeaseEndsByItselfAndWhoHeldItTakesNothingFromTheNext") {
        @Override
        Store over(MapNode node) {
            return new Passing(node) {
                @Override
                public Optional<Lease> lease(Key key, Duration duration) {
                    return Optional.of(Lease.FREE);
                }
            };
        }
    },
    LETS_LEASES_LAST_FOR_EVER("aLeaseEndsByItselfAndWhoHeldItTakesNothingFromTheNext") {
        @Override
        Store over(MapNode node) {
            return new Passing(node) {
                @Override
                public Optional<Lease> lease(Key key, Duration duration) {
                    return node.lease(key, Duration.ofDays(1));
                }
            };
        }
    },
    GIVES_BACK_THE_LEASES_OF_OTHERS(
            "aLeaseIsHeldByOneNodeUntilItIsGivenBack", "aLeaseEndsByItselfAndWhoHeldItTakesNothingFromTheNext") {
        @Override
        Store over(MapNode node) {
            return new Passing(node) {
                @Override
                public Optional<Lease> lease(Key key, Duration duration) {
                    return node.lease(key, duration).map(lease -> () -> node.freeLease(key));
                }
            };
        }
    },
    BELIEVES_ANY_BYTES(
            "bytesThatWereCutAreAMiss",
            "bitsThatFlippedAreAMiss",
            "bytesOfSomethingElseAreAMiss",
            "anEntryOfALaterReleaseIsAMiss",
            "whatWasDamagedGivesWayEvenToAnEntryThatWasBornBefore",
            "oneDamagedEntrySpoilsNoBulkRead") {
        @Override
        Store over(MapNode node) {
            Map<Key, Entry> written = new ConcurrentHashMap<>();
            return new Passing(node) {
                @Override
                public @Nullable Entry read(Key key) {
                    Entry found = node.read(key);
                    return found == null && node.bytes.containsKey(key.id()) ? written.get(key) : found;
                }

                @Override
                public Written write(Entry entry) {
                    written.put(entry.key(), entry);
                    return node.write(entry);
                }
            };
        }
    },
    THROWS_AT_DAMAGE(
            "bytesThatWereCutAreAMiss",
            "bitsThatFlippedAreAMiss",
            "bytesOfSomethingElseAreAMiss",
            "anEntryOfALaterReleaseIsAMiss",
            "whatWasDamagedGivesWayEvenToAnEntryThatWasBornBefore",
            "oneDamagedEntrySpoilsNoBulkRead") {
        @Override
        Store over(MapNode node) {
            return new Passing(node) {
                @Override
                public @Nullable Entry read(Key key) {
                    Entry found = node.read(key);
                    if (found == null && node.bytes.containsKey(key.id())) {
                        throw new IllegalStateException("damaged");
                    }
                    return found;
                }
            };
        }
    },
    LETS_DAMAGE_STAND_IN_THE_WAY("whatWasDamagedGivesWayEvenToAnEntryThatWasBornBefore") {
        @Override
        Store over(MapNode node) {
            return new Passing(node) {
                @Override
                public Written write(Entry entry) {
                    byte[] there = node.bytes.get(entry.key().id());
                    boolean later = there != null
                            && there.length > 9
                            && ByteBuffer.wrap(there).getLong(1) > entry.times().born();
                    return later ? Written.NEWER_PRESENT : node.write(entry);
                }
            };
        }
    },
    GOES_ON_AFTER_ITS_END("afterCloseReadsAreMissesAndWritesAreRejected") {
        @Override
        Store over(MapNode node) {
            return new Passing(node) {
                @Override
                public void close() {}
            };
        }
    },
    THROWS_AFTER_ITS_END(
            "afterCloseReadsAreMissesAndWritesAreRejected", "closingWhileOthersReadAndWriteThrowsNothing") {
        @Override
        Store over(MapNode node) {
            boolean[] closed = {false};
            return new Passing(node) {
                @Override
                public @Nullable Entry read(Key key) {
                    if (closed[0]) {
                        throw new IllegalStateException("closed");
                    }
                    return node.read(key);
                }

                @Override
                public void close() {
                    closed[0] = true;
                    node.close();
                }
            };
        }
    };

    private final String noticedBy;

    Fault(String... tests) {
        noticedBy = String.join(" ", tests);
    }

    /** The tests that notice; others may too. */
    List<String> noticedBy() {
        return List.of(noticedBy.split(" "));
    }

    abstract Store over(MapNode node);

    /** A store whose stamps are other than those that it shares. */
    private abstract static class Stamping extends Passing implements Stamps {
        final Stamps shared;

        Stamping(MapNode node) {
            super(node);
            shared = node.stamps(InstantSource.system());
        }

        @Override
        public Stamps stamps(InstantSource clock) {
            return this;
        }

        @Override
        public long of(Tag tag) {
            return shared.of(tag);
        }

        @Override
        public long latest() {
            return shared.latest();
        }

        @Override
        public long next() {
            return shared.next();
        }
    }
}
