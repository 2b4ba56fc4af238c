"""Asks HermiT and the OWL API about ontologies, in a process of its own: the tests keep no virtual machine.

    python java_worker.py HermiT.jar ONE.rdf TWO.rdf

writes one JSON object: per file whether it is consistent, which classes can have no member, and what
keeps it out of OWL 2 DL.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import jpype


def judge(file: Path) -> dict[str, Any]:
    """Return what reasoner and profile say of an ontology in RDF/XML."""
    owlapi = jpype.JPackage("org").semanticweb.owlapi
    hermit = jpype.JPackage("org").semanticweb.HermiT
    manager = owlapi.apibinding.OWLManager.createOWLOntologyManager()
    manager.setSilentMissingImportsHandling(True)
    ontology = manager.loadOntologyFromOntologyDocument(jpype.JClass("java.io.File")(str(file)))
    report = owlapi.profiles.OWL2DLProfile().checkOntology(ontology)
    reasoner = hermit.Reasoner(ontology)
    consistent = bool(reasoner.isConsistent())
    violations = {str(found).partition(" in OntologyID(")[0] for found in report.getViolations()}
    bottom = reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom() if consistent else []
    return {
        "axioms": int(ontology.getLogicalAxiomCount()),
        "classes": int(ontology.getClassesInSignature().size()),
        "consistent": consistent,
        "unsatisfiable": sorted(str(cls.getIRI()) for cls in bottom),
        "violations": sorted(violations),
    }


def main(jar: str, *files: str) -> None:
    """Start the virtual machine once and judge every file."""
    jpype.startJVM("-Xrs", "-Xshare:auto", classpath=[jar])
    json.dump({file: judge(Path(file)) for file in files}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
